import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readCapabilities } from "../../backend/romm/capabilities.ts";
import { type Traits, traitsFor } from "../world/romm/rules/ground/traits.ts";

const versions = ["4.7", "4.8", "4.9", "5.0", "5.2", "5.3", "5.4", "5.5"];

/** What differs for Savepoint, in the README's words, and by what the stand-in's profiles tell it. */
const differences: [words: string, differs: (traits: Traits) => boolean][] = [
  ["tokens and pairing codes", ({ hasClientTokens }) => hasClientTokens],
  ["a device is approved in the browser", ({ hasDeviceAuthorization }) => hasDeviceAuthorization],
  ["401 and 403 are told apart", ({ tellsUnauthorizedFromForbidden }) => tellsUnauthorizedFromForbidden],
  ["a broken sign-in is a 401, and no 500", ({ badJwtIs500 }) => !badJwtIs500],
  ["raw saves have a content hash", ({ hashesRawSaves }) => hashesRawSaves],
  ["rows tell the device that made them", ({ hasOriginDevice }) => hasOriginDevice],
  ["`props` takes a flat body", ({ hasFlatProps }) => hasFlatProps],
  ["RetroAchievements' award is told", ({ tellsHighestAward }) => tellsHighestAward],
  ["the listing takes `rom_ids`", ({ listsByRomIds }) => listsByRomIds],
  ["a slot keeps fifty rows", ({ slotCap }) => slotCap !== null],
  ["`content_hash` decides what a confirmation moves", ({ remembersHashes }) => remembersHashes],
  [
    "slots are compared letter by letter on every database",
    ({ comparesSlotsExactly }) => comparesSlotsExactly,
  ],
  ["archives are looked at before they are taken", ({ checksArchives }) => checksArchives],
  ["showing a save to others leaves its date", ({ hasAnnotations }) => hasAnnotations],
  ["two uploads of one second keep both files", ({ reservesNames }) => reservesNames],
  ["the head is what the slot's line stands at", ({ hasChannels }) => hasChannels],
];

/** The table below its heading: what differs, and a sign for each version. */
function readTable(): string[][] {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const table =
    /### What differs between RomM's versions\n[\s\S]*?\n\n(\|[\s\S]*?)\n\n/.exec(readme)?.[1] ?? "";
  const lines = table.split("\n").map((line) => line.split("|").slice(1, -1));
  return lines.map((cells) => cells.map((cell) => cell.trim()));
}

test("The README says what each version of RomM does, as the stand-in's profiles play it", () => {
  const [head, , ...rows] = readTable();
  expect(head).toEqual(["", ...versions]);
  const played = differences.map(([words, differs]) => [
    words,
    ...versions.map((version) => (differs(traitsFor("mariadb", version)) ? "●" : "")),
  ]);
  expect(rows).toEqual(played);
});

test("What the product believes of a version is what its profile does", () => {
  for (const version of versions) {
    const traits = traitsFor("mariadb", version);
    expect([version, readCapabilities(`${version}.0`)]).toMatchObject([
      version,
      {
        hasClientTokens: traits.hasClientTokens,
        hasAwards: traits.tellsHighestAward,
        hasFlatProps: traits.hasFlatProps,
        hasDeviceAuthorization: traits.hasDeviceAuthorization,
        tellsForbiddenApart: traits.tellsUnauthorizedFromForbidden,
      },
    ]);
  }
});
