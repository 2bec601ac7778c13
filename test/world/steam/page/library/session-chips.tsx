import type { SteamApp } from "../../serve-decks.ts";

/** The play sessions in the bytes of the save file. */
export function SessionChips({ app: { appId, sessions } }: { app: SteamApp }) {
  return (
    <div className="sessions" data-testid={`sessions-${appId}`} title={sessions.join(" ")}>
      {sessions.map((session, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a save's sessions only grow at the end.
        <span key={index} className={`session ${session.charAt(0).toLowerCase()}`}>{`${session} `}</span>
      ))}
    </div>
  );
}

export function saveText(sessions: number): string {
  if (sessions === 0) return "No save file";
  return sessions === 1 ? "1 play session in the save" : `${sessions} play sessions in the save`;
}
