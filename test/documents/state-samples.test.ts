import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { setupWorld } from "../world/engine/world.ts";
import { type Outcomes, open, pack, playOn, type Sample } from "./samples/sample.ts";
import { stories } from "./samples/stories.ts";

/*
 * Law: whatever an older build left standing in `state.json`, this one goes on as that build would have: baselines are
 * kept, each intent comes to the same end, and no byte is moved that was not moved then.
 */

/** Before a format changes: `SAVEPOINT_SAMPLES=format-4 vitest run ...` keeps what the last build of the old one leaves. */
const keepAs = process.env.SAVEPOINT_SAMPLES;

const fileIn = (format: string, name: string) =>
  new URL(`samples/${format}/${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.sample`, import.meta.url);

async function readSample(format: string, name: string): Promise<Sample> {
  return JSON.parse(await readFile(fileIn(format, name), "utf8"));
}

const formats = ["format-1", "format-2"];

describe.each(formats)("what the last build of %s left standing comes to the same end", (format) => {
  test.each(Object.keys(stories))("%s", async (name) => {
    const world = await setupWorld();
    const sample = await readSample(format, name);
    const opened = await open(sample, world.folderOf("sample"));
    const { state } = opened.deck;
    expect(state.health().kind).toMatch(/^(current|recovered)$/);
    expect(whatIsKnown(state.store.current())).toEqual(whatIsKnown(readState(sample)));
    const now = await playOn(opened);
    expectSameEnd(format === "format-1" ? withoutProofs(now, sample) : now, sample.then);
  });
});

/** Format 1 did not tell whether RomM had shown what was sent: before such a save is replaced, it is asked for once. */
function withoutProofs(now: Outcomes, sample: Sample): Outcomes {
  const proofs = agreedRows(sample).map((id) => `GET /api/saves/${id}/content`);
  const [first, ...runs] = now.runs;
  const asked = sample.then.runs[0]?.requests ?? [];
  const isProof = (request: string) => proofs.includes(request) && !asked.includes(request);
  return first
    ? { ...now, runs: [{ ...first, requests: first.requests.filter((one) => !isProof(one)) }, ...runs] }
    : now;
}

function agreedRows(sample: Sample): number[] {
  const units = Object.values(readState(sample).accounts).flatMap((account) => Object.values(account.units));
  return units.flatMap(({ baseline }) => (baseline ? [baseline.row.id] : []));
}

describe("what this build leaves standing comes to the end that it always had", () => {
  test.each(Object.entries(stories))("%s", async (name, story) => {
    const world = await setupWorld();
    await story(world);
    await world.romm.faults.clear();
    const packed = await pack(world, "B");
    const then = await playOn(await open(packed, world.folderOf("sample")));
    const sample: Sample = { ...packed, then };
    if (keepAs) await writeFile(fileIn(keepAs, name), `${JSON.stringify(sample, null, 1)}\n`);
    expectSameEnd(then, (await readSample("format-1", name)).then);
  });
});

/** Every copy is kept that was kept; until RomM has shown to hold it, one that was spare is sole, and none the other way round. */
function expectSameEnd({ keptCopies, ...now }: Outcomes, { keptCopies: before, ...then }: Outcomes): void {
  expect(now).toEqual(then);
  expect(keptCopies.map(({ sha256 }) => sha256)).toEqual(before.map(({ sha256 }) => sha256));
  const isSpareNow = (standing: string, index: number) =>
    standing !== before[index]?.standing && standing !== "sole";
  expect(keptCopies.map(({ standing }) => standing).filter(isSpareNow)).toEqual([]);
}

/** As the file has it, whatever its format. */
function readState(sample: Sample): { accounts: Record<string, { units: Record<string, AnyUnit> }> } {
  const file = sample.deckFiles["data/state.json"];
  return JSON.parse(file && "text" in file ? file.text : "");
}

interface AnyUnit {
  rom: unknown;
  slot: string;
  location: object;
  isTracked: boolean;
  seen: unknown;
  baseline: {
    realPath: string;
    sha256: string | null;
    row: { id: number };
    chosenSha256: string | null;
  } | null;
}

/** What no update may forget of a save, whatever it calls it. */
function whatIsKnown(state: { accounts: Record<string, { units: Record<string, AnyUnit> }> }) {
  return Object.values(state.accounts).flatMap(({ units }) =>
    Object.values(units).map(({ rom, slot, location, isTracked, seen, baseline }) => {
      const { realPath, sha256, row, chosenSha256 } = baseline ?? {};
      // Format 1 had the rule of a set's members beside its folder.
      const { match, ...place } = { match: {}, ...location };
      return {
        rom,
        slot,
        place: { ...place, ...match },
        isTracked,
        seen,
        realPath,
        sha256,
        row,
        chosenSha256,
      };
    }),
  );
}
