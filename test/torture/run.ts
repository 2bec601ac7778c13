import { parseArgs } from "node:util";
import { torture } from "./torture.ts";

/* `pnpm torture [--rounds 200] [--seed 1]`: needs a build. Exits 1 where a state was lost. */

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "200" }, seed: { type: "string" } },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

console.log(`${rounds} rounds, seed ${seed}`);
const report = await torture({ rounds, seed });
const inSave = report.beforeRename + report.afterRename;
console.log(`acknowledged changes         ${report.acknowledged}, none lost`);
console.log(`kills while a save was on    ${inSave} of ${rounds}`);
console.log(`  temp file to rename        ${report.beforeRename}`);
console.log(`  rename to the answer       ${report.afterRename}`);
console.log(`kills elsewhere              ${report.elsewhere}`);
// Those after the rename may have fallen behind the folder's fsync, so they are not counted on.
if (report.beforeRename < rounds * 0.3) {
  console.error("Too few kills fell between the temporary file and the folder's fsync to prove anything.");
  process.exitCode = 1;
}
