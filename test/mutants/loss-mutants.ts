import type { Mutant } from "./mutant.ts";

const lost = (name: string) => ({ file: "test/sync/save-file/lost-saves.test.ts", name });
const guises = (name: string) => ({ file: "test/sync/save-file/guises.test.ts", name });
const formats = (name: string) => ({ file: "test/core/save-formats/formats.test.ts", name });
const table = (name: string) => ({ file: "test/core/loss-table.test.ts", name });

const loss = "backend/core/decide/loss.ts";
const guise = "backend/core/decide/guise.ts";
const damage = "backend/core/save-formats/damage.ts";
const observe = "backend/sync/look/observe.ts";

/** A bad save in a good one's place, and a clock taken for progress. */
export const lossMutants: Mutant[] = [
  {
    name: "what comes is not judged once its bytes are here",
    file: "backend/sync/unit/act.ts",
    text: "work.proofs.note(head, proven);",
    replacement: "return;",
    test: lost("40,000 good bytes and then zeros"),
  },
  {
    name: "an empty row is not known by its hash",
    file: "backend/romm/blank-rows.ts",
    text: 'return blankHashes(sizeBytes).has(contentHash) ? "empty" : undefined;',
    replacement: "return undefined;",
    test: lost("a blank one, and then a fresh game on top of it"),
  },
  {
    name: "the word null is a save",
    file: "backend/romm/blank-rows.ts",
    text: 'return "refused";',
    replacement: "return undefined;",
    test: lost("what a client sends that had nothing to send is passed over"),
  },
  {
    name: "a good row hides the empty one below it",
    file: loss,
    text: 'lossTable[isOnEmpty ? "unchanged / newer, above an empty or refused one" : "unchanged / newer"]',
    replacement: 'lossTable["unchanged / newer"]',
    test: table("unchanged / newer, above an empty or refused one"),
  },
  {
    name: "whoever sent a row, it has its player's word",
    file: loss,
    text: "return askingDevices?.has(originDeviceId) === true;",
    replacement: "return true;",
    test: table("unchanged / newer, lost"),
  },
  {
    name: "a row that was changed in place keeps its player's word",
    file: loss,
    text: "originDeviceId === ownDeviceId || wasPutInPlace(row)) return false;",
    replacement: "originDeviceId === ownDeviceId) return false;",
    test: table("carries no word once it was changed in place"),
  },
  {
    name: "what the player chose is measured by what was agreed before",
    file: "backend/sync/answers/choices.ts",
    text: "body: observed.local.body,",
    replacement: "",
    test: lost("chosen empty while RomM took nothing, and started again"),
  },
  {
    name: "a size that was taken is asked about again",
    file: "backend/sync/look/record.ts",
    text: "isSizeClass(size) || wasAccepted",
    replacement: "isSizeClass(size)",
    test: lost("8,191 and 32,768 bytes in alternation"),
  },
  {
    name: "an end of zeros is no damage",
    file: damage,
    text: "return lostBytes > 0 && lostBytes * 4 >= now.sizeBytes;",
    replacement: "return lostBytes > now.sizeBytes;",
    test: formats("40,000 good bytes and then zeros"),
  },
  {
    name: "a formatted card is a save",
    file: "backend/core/save-formats/formats.ts",
    text: "emptyFormats.some(({ isEmpty }) => isEmpty(bytes))",
    replacement: "isUnwritten(bytes)",
    test: formats("PlayStation card is empty until a file is in it"),
  },
  {
    name: "of an N64 core's memories one empty part is enough",
    file: "backend/core/save-formats/formats.ts",
    text: "return n64Parts.every((size) => {",
    replacement: "return n64Parts.some((size) => {",
    test: formats("Nintendo 64 memories with an EEPROM"),
  },
  {
    name: "RZIP is judged packed",
    file: "backend/files/body-pass.ts",
    text: "const unpacked = unpackRzip(bytes) ?? bytes;",
    replacement: "const unpacked = bytes;",
    test: formats("an empty save"),
  },
  {
    name: "a clock is progress",
    file: observe,
    text: "return isSame ? { ...baseline, sha256: local.sha256 } : baseline;",
    replacement: "return baseline;",
    test: guises("goes on by itself on two Decks"),
  },
  {
    name: "HuC-3's memory is a clock",
    file: "backend/core/save-formats/clocks.ts",
    text: "return found?.clockBytes ?? 0;",
    replacement: "return found?.clockBytes ?? (sizeBytes % 512 === 136 ? 136 : 0);",
    test: guises("HuC-3's is content"),
  },
  {
    name: "a save without its clock takes the clock away",
    file: "backend/core/shapes/set.ts",
    text: "stays: (_, path) => isClockFile(path),",
    replacement: "stays: () => false,",
    test: guises("whose save alone comes from another client keeps its clock"),
  },
  {
    name: "the same set under other names is asked about",
    file: guise,
    text: "if (members.length > 0 || body?.progress !== undefined) return true;",
    replacement: "if (body?.progress === undefined) return false;",
    test: guises("is first met without a question: plain here, compressed there"),
  },
  {
    name: "two saves in other guises are never compared",
    file: guise,
    text: "return isInAnotherGuise(local, head);",
    replacement: "return false;",
    test: guises("is first met without a question: compressed on both sides"),
  },
  {
    name: "at a first meeting the clock of RomM stays there",
    file: guise,
    text: "return fetched.content?.body?.hasClock === true;",
    replacement: "return false;",
    test: guises("at a first meeting RomM's comes down"),
  },
];
