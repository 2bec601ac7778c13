/**
 * Plays one game as RetroArch does: the save is read once at start, lives in memory, and is written in place
 * when told and at the first SIGTERM. Commands come as lines on stdin (`play`, `save`), events leave as JSON lines.
 */
import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { decodeSave, encodeSave, type PlaySession } from "./sessions.ts";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    deck: { type: "string", default: "deck" },
    save: { type: "string", default: "" },
    /** Keeps the save file open while the game runs, as some emulators do. */
    hold: { type: "boolean", default: false },
    /** The core, as in RetroArch's command line; plays no part here. */
    core: { type: "string", short: "L" },
  },
});

const romPath = positionals.at(-1);
if (romPath === undefined || options.save === "" || !fs.existsSync(romPath)) {
  console.error("Usage: emulator --deck <name> --save <path> [--hold] [-L <core>] <rom>");
  process.exit(2);
}

const heldFile = options.hold ? fs.openSync(options.save, fs.constants.O_RDWR | fs.constants.O_CREAT) : null;
const loaded = loadSave();
const sessions = [...loaded];

process.once("SIGTERM", exit);
process.once("SIGINT", exit);
createInterface({ input: process.stdin }).on("line", obey).once("close", exit);
tell({ event: "ready", pid: process.pid, sessions: loaded.length });

function obey(command: string): void {
  if (command === "play") play();
  else if (command === "save") save();
  else tell({ event: "unknown-command", command });
}

function play(): void {
  const number = sessions.filter(({ deck }) => deck === options.deck).length + 1;
  const session: PlaySession = { deck: options.deck, number, id: randomUUID() };
  sessions.push(session);
  tell({ event: "played", session });
}

/** A cartridge that was never written stays without a save file. */
function save(): void {
  if (sessions.length > 0) writeInPlace(encodeSave(sessions));
  tell({ event: "saved", sessions: sessions.length });
}

/** No temp file and no rename: a reader may see half of it, as with a real emulator. */
function writeInPlace(bytes: Uint8Array): void {
  if (heldFile === null) {
    fs.writeFileSync(options.save, bytes);
  } else {
    fs.writeSync(heldFile, bytes, 0, bytes.length, 0);
    fs.ftruncateSync(heldFile, bytes.length);
  }
}

/** Bytes that make no sense are a new game, as on a real cartridge: whoever damaged them lost progress. */
function loadSave(): PlaySession[] {
  if (!fs.existsSync(options.save)) return [];
  return decodeSave(fs.readFileSync(options.save)) ?? [];
}

function exit(): void {
  save();
  process.exit(0);
}

function tell(event: Record<string, unknown>): void {
  fs.writeSync(1, `${JSON.stringify(event)}\n`);
}
