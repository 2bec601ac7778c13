import { appendFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { EngineDeck } from "../../world/engine/deck.ts";

export const extensions = [".eep", ".srm"];

/** The files of a set, by extension, as an emulator would see them; hidden files are not its own. */
export async function readSet(deck: EngineDeck): Promise<Record<string, string>> {
  const folder = dirname(deck.savePath);
  const names = (await readdir(folder)).filter((name) => !name.startsWith(".")).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "latin1")));
  return Object.fromEntries(names.map((name, index) => [name.replace(/^Game/, ""), texts[index] ?? ""]));
}

/** Appends a play session to every file named. */
export async function playSet(deck: EngineDeck, session: string, members = extensions): Promise<void> {
  for (const member of members) await appendFile(pathOf(deck, member), `${session}\n`);
}

export async function writeMember(deck: EngineDeck, member: string, content: string): Promise<void> {
  await writeFile(pathOf(deck, member), content, "latin1");
}

export async function removeMember(deck: EngineDeck, member: string): Promise<void> {
  await rm(pathOf(deck, member));
}

function pathOf(deck: EngineDeck, member: string): string {
  return join(dirname(deck.savePath), `Game${member}`);
}
