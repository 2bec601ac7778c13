/** One stretch of play: who played, that Deck's count at the time, and an id that no other session has. */
export interface PlaySession {
  deck: string;
  number: number;
  id: string;
}

const header = "# save of the test world: the play sessions behind it";
const sessionLine = /^(?<deck>[\w-]+) (?<number>\d+) (?<id>[\w-]+)$/;

/** The bytes of a save are the play sessions that led to it, oldest first. */
export function encodeSave(sessions: readonly PlaySession[]): Uint8Array {
  const lines = sessions.map(({ deck, number, id }) => `${deck} ${number} ${id}`);
  return new TextEncoder().encode(`${[header, ...lines].join("\n")}\n`);
}

/** Null: these bytes are no whole save of this world (cut, mixed, blank or foreign). */
export function decodeSave(bytes: Uint8Array): PlaySession[] | null {
  const [first, ...rest] = new TextDecoder().decode(bytes).split("\n");
  if (first !== header || rest.pop() !== "") return null;
  const sessions = rest.map(decodeSession);
  return sessions.every((session) => session !== null) ? sessions : null;
}

function decodeSession(line: string): PlaySession | null {
  const { deck, number, id } = sessionLine.exec(line)?.groups ?? {};
  if (deck === undefined || number === undefined || id === undefined) return null;
  return { deck, number: Number(number), id };
}
