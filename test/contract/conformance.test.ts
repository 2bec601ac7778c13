import { afterAll, expect, test } from "vitest";
import { breakages } from "../world/romm/breakages/breakages.ts";
import { behaviours } from "./behaviours/behaviours.ts";
import { reasonToSkip } from "./suite/behaviour.ts";
import { judge, type Line } from "./suite/judge.ts";
import { toMatrix } from "./suite/report.ts";
import { kinds, openStandIn } from "./suite/stand-in.ts";

const columns: { kind: (typeof kinds)[number]; lines: Line[] }[] = [];
afterAll(() => console.log(toMatrix(columns)));

test.for(kinds)(
  "The stand-in for $profile $version behaves as RomM does.",
  { timeout: 120_000 },
  async (kind) => {
    const standIn = await openStandIn(kind);
    const lines = await judge(behaviours, kind, standIn.freshTarget);
    await standIn.stop();
    columns.push({ kind, lines });
    expect(lines.filter((line) => line.outcome === "broken")).toEqual([]);
  },
);

test("Every behaviour is checked on at least one kind of server.", () => {
  const unchecked = Object.entries(behaviours).filter(([, behaviour]) =>
    kinds.every((kind) => reasonToSkip(behaviour, kind) !== null),
  );
  expect(unchecked.map(([id]) => id)).toEqual([]);
});

test("Every behaviour has a breakage, and every breakage a behaviour.", () => {
  expect(Object.keys(behaviours).sort()).toEqual(Object.keys(breakages).sort());
});

test("A behaviour that no version of the client needs to rely on is never asked of a real server.", () => {
  const deduced = Object.values(behaviours).filter(({ standInOnly }) => standInOnly?.startsWith("deduced"));
  expect(deduced.length).toBeGreaterThan(0);
  for (const behaviour of deduced)
    expect(reasonToSkip(behaviour, { profile: "mariadb", version: "5.2.0", isOurs: false })).not.toBeNull();
});
