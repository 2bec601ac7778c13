import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import type { Disk } from "../../../backend/machine/disk.ts";
import { createRealDisk } from "../../../backend/machine/real-disk.ts";
import { createMovedDisk } from "../../world/disk/moved-disk.ts";
import { makeDisc } from "./make-disc.ts";
import type { HomeDescription } from "./read-home.ts";

const scratches: string[] = [];
afterAll(() => {
  for (const root of scratches.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** The home as real files and links below a scratch folder, and a disk on which that folder is the root of all. */
export async function buildHome(home: HomeDescription): Promise<{ disk: Disk; root: string }> {
  const root = mkdtempSync(join(tmpdir(), "savepoint-home-"));
  scratches.push(root);
  const links: [path: string, target: string][] = [];
  for (const line of home.tree) {
    const [, path = line, target, size] = /^(.*?)(?: -> (\S.*)| \((\d+)\))?$/.exec(line.trim()) ?? [];
    if (target !== undefined) links.push([path, target]);
    else put(root, path, size === undefined ? null : Number(size));
  }
  for (const [path, text] of home.texts) {
    mkdirSync(dirname(`${root}${path}`), { recursive: true });
    writeFileSync(`${root}${path}`, text);
  }
  for (const [path, lines] of home.discs) {
    mkdirSync(dirname(`${root}${path}`), { recursive: true });
    writeFileSync(`${root}${path}`, makeDisc(lines));
  }
  for (const [path, patches] of home.bytes) await patch(`${root}${path}`, patches);
  for (const [path, target] of links) {
    mkdirSync(dirname(`${root}${path}`), { recursive: true });
    mkdirSync(`${root}${/\.[a-z]{2,4}$/.test(target) ? dirname(target) : target}`, { recursive: true });
    symlinkSync(`${root}${target}`, `${root}${path}`);
  }
  return { root, disk: createMovedDisk(createRealDisk(), { seen: "", stands: root }) };
}

function put(root: string, path: string, sizeBytes: number | null): void {
  mkdirSync(dirname(`${root}${path}`), { recursive: true });
  if (path.endsWith("/")) {
    mkdirSync(`${root}${path}`, { recursive: true });
    return;
  }
  writeFileSync(`${root}${path}`, sizeBytes === null ? "few" : "");
  if (sizeBytes !== null) truncateSync(`${root}${path}`, sizeBytes);
}

async function patch(path: string, patches: { at: number; bytes: Uint8Array }[]): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const file = await open(path, "a+").then(async (made) => {
    await made.close();
    return await open(path, "r+");
  });
  for (const { at, bytes } of patches) await file.write(bytes, 0, bytes.byteLength, at);
  await file.close();
}
