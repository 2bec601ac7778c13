import type { Disk } from "../../../../backend/machine/disk.ts";
import { textOf } from "./save-files.ts";

/** The saves lie on a card: while it is out, its folder is not there. */
export async function mountCard(disk: Disk, isMounted: boolean): Promise<void> {
  const [from, to] = isMounted ? ["/unmounted", "/card"] : ["/card", "/unmounted"];
  if ((await disk.stat(from)) === null) return;
  await disk.rename(from, to);
  await disk.syncFolder("/");
}

/** What is in all files beside each other, the engine's own among them. */
export async function readCard(disk: Disk): Promise<string[]> {
  const texts: string[] = [];
  for (const folder of ["/card/saves", "/unmounted/saves"]) await readInto(disk, folder, texts);
  return texts;
}

async function readInto(disk: Disk, folder: string, texts: string[]): Promise<void> {
  for (const { name, kind } of (await disk.entries(folder)) ?? []) {
    const path = `${folder}/${name}`;
    if (kind === "folder") await readInto(disk, path, texts);
    else texts.push(textOf(await disk.read(path)) ?? "");
  }
}
