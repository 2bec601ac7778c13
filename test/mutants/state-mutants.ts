import type { Mutant } from "./mutant.ts";

const crash = (story: string) => ({ file: "test/documents/state.crash.test.ts", name: story });
const durable = (name: string) => ({ file: "test/documents/durable-json.test.ts", name });
const store = (name: string) => ({ file: "test/documents/state-store.test.ts", name });
const damage = (name: string) => ({ file: "test/documents/damage.test.ts", name });
const snapshots = (name: string) => ({ file: "test/documents/snapshots.test.ts", name });
const credentials = (name: string) => ({ file: "test/documents/credentials.test.ts", name });
const format1 = (name: string) => ({ file: "test/core/from-format-1.test.ts", name });
const survives = (name: string) => ({ file: "test/core/survival.test.ts", name });
const sample = (name: string) => ({ file: "test/documents/state-samples.test.ts", name });
const stored = (name: string) => ({ file: "test/sync/stored.test.ts", name });
const lock = (name: string) => ({ file: "test/documents/lock.test.ts", name });

const durableJson = "backend/documents/durable-json.ts";
const replaceFile = "backend/documents/durable/replace-file.ts";
const envelope = "backend/documents/durable/envelope.ts";
const recoverState = "backend/documents/recover-state.ts";
const stateStore = "backend/documents/state-store.ts";

const fromFormat1 = "backend/core/formats/from-format-1.ts";
const survival = "backend/core/marks/survival.ts";

/** The ways in which a registry was lost elsewhere, made on purpose. */
export const stateMutants: Mutant[] = [
  {
    name: "no fsync of the file",
    file: replaceFile,
    text: "    await file.sync();\n",
    replacement: "",
    test: crash("the second save"),
  },
  {
    name: "no fsync of the folder",
    file: durableJson,
    text: "    await disk.syncFolder(folder);\n    memory.protectsPrevious",
    replacement: "    memory.protectsPrevious",
    test: crash("the second save"),
  },
  {
    name: "a new folder is not made durable in its parent",
    file: replaceFile,
    text: "  await disk.syncFolder(parent);\n",
    replacement: "",
    test: crash("the first save"),
  },
  {
    name: "written in place",
    file: durableJson,
    text: "await disk.rename(temporary, path);",
    replacement: "await writeWhole(disk, path, bytes, mode);",
    test: crash("the second save"),
  },
  {
    name: "renamed away before the new file is in place",
    file: durableJson,
    text: "  await copyByLink(disk, path, temporary, mode);",
    replacement: "  await disk.rename(path, temporary);",
    test: crash("a later save, on the next day, with a snapshot"),
  },
  {
    name: "no read-back check",
    file: replaceFile,
    text: "written === null || Buffer.compare(written, bytes) !== 0",
    replacement: "written === null",
    test: durable("a file that does not read back as it was written replaces nothing"),
  },
  {
    name: ".prev dropped",
    file: durableJson,
    text: "await keepPrevious(deps, shape, mode);",
    replacement: "{}",
    test: store("the previous file appears with the second save"),
  },
  {
    name: "a damaged file becomes .prev",
    file: durableJson,
    text: 'if (standing === "sound" && !memory',
    replacement: 'if (standing !== "absent" && !memory',
    test: durable("a damaged file never pushes the good previous one out"),
  },
  {
    name: "a damaged file is not kept aside",
    file: durableJson,
    text: '(standing === "damaged" && keepsDamaged)',
    replacement: "keepsDamaged === null",
    test: durable("a damaged file never pushes the good previous one out"),
  },
  {
    name: "the recovery's own backup is pushed out by what it replaces",
    file: durableJson,
    text: "      memory.protectsPrevious = true;",
    replacement: "      memory.protectsPrevious = false;",
    test: crash("the recovery of an emptied registry"),
  },
  {
    name: "no copy where links fail",
    file: replaceFile,
    text: 'if (!(error instanceof FileError) || error.code !== "unsupported") throw error;',
    replacement: "throw error;",
    test: durable("without hard links the previous value is kept by copying"),
  },
  {
    name: "the checksum is not looked at",
    file: envelope,
    text: "if (ownChecksum(bytes) === null)",
    replacement: "if (bytes.length === 0)",
    test: damage("one flipped bit anywhere is found"),
  },
  {
    name: "a newer version passes for damaged",
    file: envelope,
    text: 'return { kind: "newer", version, value: shape.decode(body) };',
    replacement: 'return { kind: "damaged", damage: "wrong-format" };',
    test: store("a newer version is shown, refuses every change and stays byte for byte"),
  },
  {
    name: "a newer .prev is overwritten",
    file: durableJson,
    text: 'memory.isReadOnly = loaded.kind === "newer";',
    replacement: "memory.isReadOnly = false;",
    test: durable("a newer previous file behind a damaged current one makes both read-only"),
  },
  {
    name: "a newer version that appears later is overwritten",
    file: durableJson,
    text: '  if (decoded.kind === "newer") throw new DocumentReadOnly(path);\n',
    replacement: "",
    test: durable("a newer version that appears while an older one runs is not overwritten either"),
  },
  {
    name: "an I/O error passes for an empty registry",
    file: stateStore,
    text: 'return { kind: "unreadable", error };',
    replacement: 'return { kind: "fresh", content: { state: emptyState, notice: null } };',
    test: damage("an error and never an empty registry that could be saved"),
  },
  {
    name: "the clearing mark is ignored",
    file: recoverState,
    text: "!hasEntries(account) && account.clearedAtMs === null",
    replacement: "!hasEntries(account)",
    test: store("a registry that was emptied on purpose stays empty"),
  },
  {
    name: "one account with entries speaks for all",
    file: recoverState,
    text: "  if (lost.length === 0) return null;",
    replacement: "  if (lost.length === 0 || Object.values(present.accounts).some(hasEntries)) return null;",
    test: store("each account is judged by itself, and a missing one counts as empty"),
  },
  {
    name: "the recovery is not written back",
    file: stateStore,
    text: 'if (found.kind === "recovered") await writeBack(deps, document, first);',
    replacement: "",
    test: store("it is on the disk at once and is not done again"),
  },
  {
    name: "recovered baselines pass for proven",
    file: recoverState,
    text: "isTrusted: false",
    replacement: "isTrusted: true",
    test: store("of a recovered unit no baseline is proven"),
  },
  {
    name: "old intents outlive a recovery",
    file: recoverState,
    text: "owed: { ...left.owed, look: { sinceMs: nowMs } }",
    replacement: "owed: { ...unit.owed, look: { sinceMs: nowMs } }",
    test: store("of a recovered unit no baseline is proven"),
  },
  {
    name: "a change is shown before it is durable",
    file: "backend/documents/durable/serial-updates.ts",
    text: "    try {\n      if (value !== durable) await save(value);",
    replacement:
      "    const before = durable;\n    durable = value;\n    try {\n      if (value !== before) await save(value);",
    test: store("a refused save fails every change in it"),
  },
  {
    name: "what could not be read back is saved",
    file: "backend/documents/json-pieces.ts",
    text: "if (result.success) return text;",
    replacement: "if (key !== null) return text;",
    test: store("a change that throws, and one that could not be read back, fail alone"),
  },
  {
    name: "a snapshot's failure fails the save",
    file: "backend/documents/snapshots.ts",
    text: 'await keepDaily().catch((error) => log.warn("No snapshot was kept.", { error: String(error) }));',
    replacement: "await keepDaily();",
    test: snapshots("a snapshot that cannot be written fails no save"),
  },
  {
    name: "snapshots are kept by date",
    file: "backend/documents/snapshots.ts",
    text: "return files.sort((a, b) => b.revision - a.revision);",
    replacement: "return files.sort((a, b) => b.day.localeCompare(a.day));",
    test: snapshots("seven are kept, also when the clock was once years ahead"),
  },
  {
    name: "a snapshot replaces the state without keeping it",
    file: stateStore,
    text: "      await snapshots.keepReplaced();\n",
    replacement: "",
    test: snapshots("brings the registry back, unproven, with a greater revision, and can itself be undone"),
  },
  {
    name: "a restored empty registry is taken for an accident",
    file: recoverState,
    text: "clearedAtMs: account.clearedAtMs ?? nowMs",
    replacement: "clearedAtMs: account.clearedAtMs",
    test: snapshots("to an empty registry is no accident"),
  },
  {
    name: "credentials are made with everybody's rights",
    file: "backend/documents/credentials.ts",
    text: "    mode: 0o600,\n",
    replacement: "",
    test: credentials("from the first moment no file has more than 0600"),
  },
  {
    name: "credentials lie in an open folder",
    file: "backend/documents/credentials.ts",
    text: "await deps.disk.setMode(folder, 0o700);",
    replacement: "await deps.disk.setMode(folder, 0o755);",
    test: credentials("from the first moment no file has more than 0600"),
  },
  {
    name: "removed credentials stay in .prev",
    file: "backend/documents/credentials.ts",
    text: "one replaces that too.\n      await saveAgain();",
    replacement: "one replaces that too.",
    test: credentials("what was removed stands in no file any more"),
  },
  {
    name: "lost settings clean up on a guess",
    file: "backend/documents/settings.ts",
    text: 'return { settings: carefulSettings, health: { kind: "reset"',
    replacement: 'return { settings: defaultSettings, health: { kind: "reset"',
    test: {
      file: "test/documents/settings.test.ts",
      name: "settings that are lost are never silently the defaults",
    },
  },
  {
    name: "a held lock is given twice",
    file: "backend/machine/lock.ts",
    text: 'if (error.code === "EADDRINUSE") resolve(false);',
    replacement: 'if (error.code === "EADDRINUSE") resolve(true);',
    test: lock("of many that wait each gets its turn, never two at once"),
  },
  {
    name: "a backend does not wait for the other",
    file: "backend/main.ts",
    text: "  await acquireLock(",
    replacement: "  void acquireLock(",
    test: { file: "test/torture/torture.test.ts", name: "of two backends started at one moment" },
  },
  {
    name: "an update lets go what was held",
    file: fromFormat1,
    text: "...(brake && { brake: toBrake(brake) }),",
    replacement: "",
    test: format1("stays held, with the two sides as fields"),
  },
  {
    name: "an update asks again what was put off",
    file: fromFormat1,
    text: "{unit.postponed.slice(unit.unitId.length)}",
    replacement: "{unit.postponed}",
    test: sample("a conflict that the player put off"),
  },
  {
    name: "an update gives up a download that was cut off",
    file: fromFormat1,
    text: "return pull ? begin(marks, pull) : marks;",
    replacement: "return marks;",
    test: sample("a pull that was put in place and played on"),
  },
  {
    name: "an update gives up an upload without an answer",
    file: fromFormat1,
    text: 'intent: sent ? { kind: "push", realPath: at, ...sent } : null,',
    replacement: "intent: null,",
    test: sample("a push that arrived, without an answer, and was played on"),
  },
  {
    name: "an update forgets an upload that a download had overtaken",
    file: fromFormat1,
    text: "return pull ? begin(marks, pull) : marks;",
    replacement: "return pull ? { ...marks, intent: pull } : marks;",
    test: format1("one that a download had overtaken is late"),
  },
  {
    name: "an update leaves a half replaced set",
    file: fromFormat1,
    text: "    ...(swap && { swap }),\n",
    replacement: "",
    test: sample("an exchange of two files, cut in the middle"),
  },
  {
    name: "an update leaves what a recovery had left half replaced",
    file: fromFormat1,
    text: "return swap ? toForgotten(swap, at) : null;",
    replacement: "return null;",
    test: format1("an exchange that a recovery had left alone"),
  },
  {
    name: "after an update an old baseline sends on its word",
    file: fromFormat1,
    text: "isTrusted: isProven",
    replacement: "isTrusted: true",
    test: sample("a registry that came back from its backup"),
  },
  {
    name: "an update takes for granted that RomM holds everything",
    file: fromFormat1,
    text: "isStored: false",
    replacement: "isStored: true",
    test: format1("what RomM showed was not remembered"),
  },
  {
    name: "an update names a unit by what stood beside it",
    file: fromFormat1,
    text: "checksumOf(oldId)}",
    replacement: "taken.size}",
    test: format1("has the same id whatever stood beside it"),
  },
  {
    name: "a recovery leaves a half replaced set",
    file: survival,
    text: 'recovery: "unswapped"',
    replacement: 'recovery: "goes"',
    test: survives("but what was half replaced is put right first"),
  },
  {
    name: "a transfer begins in the middle of a slot's switch",
    file: survival,
    text: 'switch: { begin: "stays"',
    replacement: 'switch: { begin: "goes"',
    test: survives("a switch of slots comes to its end first"),
  },
  {
    name: "what was agreed for another slot or rom counts",
    file: "backend/core/units.ts",
    text: "return baseline.romId === rom.romId && isSameSlot(baseline.slot, slot) ? baseline : null;",
    replacement: "return baseline;",
    test: { file: "test/core/units.test.ts", name: "counts for no other" },
  },
  {
    name: "an upload's answer is taken for RomM's proof",
    file: "backend/sync/move/upload.ts",
    text: "isStored: false",
    replacement: "isStored: true",
    test: stored("not what was sent"),
  },
  {
    name: "an equal hash is taken for RomM's proof",
    file: "backend/sync/unit/act.ts",
    text: "isStored: fetched !== undefined && !isRowLost(head),",
    replacement: "isStored: !isRowLost(head),",
    test: stored("not what is equal by its hash alone"),
  },
];
