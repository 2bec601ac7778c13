import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const repositoryFolder = fileURLToPath(new URL("../..", import.meta.url));

/** Bundles panel and backend to `dist/`, with the rollup that ships them. */
export async function build(): Promise<void> {
  const rollup = spawn(process.execPath, ["node_modules/rollup/dist/bin/rollup", "-c", "--silent"], {
    cwd: repositoryFolder,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    rollup.once("error", reject);
    rollup.once("exit", resolve);
  });
  if (code !== 0) throw new Error(`The build failed with exit code ${code}.`);
}
