import { expect, test } from "vitest";
import type { SaveLocation } from "../../backend/core/vocabulary.ts";
import { decodeLabel, unitKeyOf } from "../../backend/history/labels.ts";
import { copyOf, labelOf } from "./copies.ts";

const bytesOf = (label: object) => new TextEncoder().encode(JSON.stringify(label));
const label = labelOf("A1", copyOf("A1", 1));
const place = { kind: "files" as const, folder: "/saves", emulator: "retroarch" };
const match = { stem: "Game", extensions: [".srm", ".rtc"] };

test("the first labels of sets, which told of them otherwise, are read for ever, as copies of the same unit", () => {
  const older = decodeLabel(bytesOf({ ...label, location: { ...place, ...match } }));
  const now = { ...label, location: { ...place, match } };
  expect(older).toEqual(now);
  expect(older?.reason === "sent" && unitKeyOf(older)).toBe(unitKeyOf(now));
});

test.each<SaveLocation>([
  label.location,
  { ...place, match },
  { ...place, match: { glob: "01-GMKE-*.gci", not: "01-GMKE-replay*" } },
  { kind: "folder", path: "/nand/1/data", beside: "1.metadata", emulator: "azahar", travelsAs: "0004" },
  { kind: "folders", parent: "/psp", prefix: "ULUS1", emulator: "ppsspp", deviceParts: ["user 1"] },
])("a label tells where its save was, of kind $kind", (location) => {
  expect(decodeLabel(bytesOf({ ...label, location }))).toEqual({ ...label, location });
});
