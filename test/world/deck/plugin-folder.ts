import { existsSync } from "node:fs";
import { copyFile, mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { listPluginFiles } from "../../../.ci/plugin-files.ts";
import { repositoryFolder } from "../build.ts";

/**
 * Makes a plugin folder as unzipping makes it, with a link in place of the large `bin/node`. `backend` takes the place of
 * `dist/backend.mjs`; `node` is another program to link, null for none. Files that the repository lacks are left out,
 * except for a backend.
 */
export async function layOutPlugin(
  to: string,
  options: { backend?: string; node?: string | null } = {},
): Promise<void> {
  for (const { source, target } of listPluginFiles(repositoryFolder)) {
    const place = join(to, target);
    await mkdir(dirname(place), { recursive: true });
    if (target === "bin/node") {
      const node = options.node === undefined ? runtime(source) : options.node;
      if (node !== null) await symlink(node, place);
    } else if (target === "dist/backend.mjs") {
      await copyFile(options.backend ?? source, place);
    } else if (existsSync(source)) {
      await copyFile(source, place);
    }
  }
}

/** Off Linux x64 the pinned runtime is not installed; there the tests run on the host's. */
function runtime(pinned: string): string {
  return existsSync(pinned) ? pinned : process.execPath;
}
