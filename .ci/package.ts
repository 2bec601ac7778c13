import { spawnSync } from "node:child_process";
import { join, relative } from "node:path";
import { packPlugin } from "./pack.ts";

const repository = join(import.meta.dirname, "..");
const zipPath = join(repository, "out/Savepoint.zip");

try {
  build();
  const { sizeBytes, sha256 } = await packPlugin(repository, zipPath);
  console.log(`${relative(repository, zipPath)}  ${(sizeBytes / 1e6).toFixed(1)} MB  sha256 ${sha256}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function build(): void {
  const rollup = spawnSync(process.execPath, ["node_modules/rollup/dist/bin/rollup", "-c", "--silent"], {
    cwd: repository,
    stdio: "inherit",
  });
  if (rollup.status !== 0) throw new Error("The build failed; nothing was packed.");
}
