import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { onTestFinished } from "vitest";
import type { SyncLine } from "../../../backend/contract/saves/sync.ts";
import { type EngineDeck, expectOk, openDeck } from "../../world/engine/deck.ts";
import { createWorldTime } from "../../world/engine/time.ts";
import type { World } from "../../world/engine/world.ts";
import type { RommSnapshot } from "../../world/romm/rules/rules.ts";
import { startRomm } from "../../world/romm/server.ts";

/** Whatever machine plays a story, its Deck knows itself by these names. */
export const guise = { folder: "/home/deck", origin: "http://romm.lan" };

/**
 * A Deck as a build left it, byte for byte, the RomM that it knew, and what that build itself did with them at the next
 * looks. Kept in files that are not named .json: a formatter that touched them would break the checksums.
 */
export interface Sample {
  /** The world's clock when the Deck ended. */
  atMs: number;
  token: string;
  romm: RommSnapshot["database"];
  rommFiles: Record<string, Content>;
  /** By their paths below the Deck's folder. */
  deckFiles: Record<string, Content>;
  /** Two runs over all saves one after the other, and how things stood then. */
  then: Outcomes;
}

export interface Outcomes {
  runs: Run[];
  saves: Record<string, Content>;
  rows: Content[];
  held: number;
  conflicts: { reason: string; isPostponed: boolean }[];
  keptCopies: { sha256: string; standing: string }[];
}

interface Run {
  lines: Pick<SyncLine, "name" | "decision" | "reason" | "outcome">[];
  requests: string[];
}

type Content = { text: string } | { base64: string };

/** The Deck that has ended, as it lies there; the outcomes are still to be seen. */
export async function pack(world: World, name: string): Promise<Omit<Sample, "then">> {
  const { database, files } = world.romm.rules.snapshot();
  return {
    atMs: world.time.now(),
    token: world.romm.token,
    romm: database,
    rommFiles: Object.fromEntries(files.map(({ path, bytes }) => [path, toContent(bytes)])),
    deckFiles: await readFolder(world.folderOf(name)),
  };
}

/** The Deck and its RomM as they were, started again below the folder a minute later. */
export async function open(sample: Omit<Sample, "then">, folder: string) {
  const time = createWorldTime(sample.atMs + 60_000);
  const deckFolder = join(folder, "deck");
  await mkdir(join(deckFolder, "saves"), { recursive: true });
  for (const [path, content] of Object.entries(sample.deckFiles)) {
    await mkdir(dirname(join(deckFolder, path)), { recursive: true });
    await writeFile(join(deckFolder, path), toBytes(content));
  }
  const romm = await startRomm({ folder: join(folder, "romm"), now: time.now });
  onTestFinished(() => romm.stop());
  const files = Object.entries(sample.rommFiles).map(([path, content]) => ({
    path,
    bytes: toBytes(content),
  }));
  romm.rules.restore({ database: sample.romm, files });
  const deck = await openDeck({ name: "sample", folder: deckFolder, romm, romId: 0, time, guise });
  return { deck, romm, deckFolder };
}

/** What this build does with it. */
export async function playOn({
  deck,
  romm,
  deckFolder,
}: Awaited<ReturnType<typeof open>>): Promise<Outcomes> {
  const runs = [await runOnce(deck, romm), await runOnce(deck, romm)];
  const files = await readFolder(join(deckFolder, "saves"));
  const conflicts = await deck.api.listConflicts({});
  const { copies } = await deck.care.byHand.list();
  return {
    runs,
    saves: files,
    rows: romm.rules.database.saves
      .map((row) =>
        toContent(romm.rules.files.read(`${row.file_path}/${row.file_name}`) ?? new Uint8Array(0)),
      )
      .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
    held: (await deck.api.listHeld({})).length,
    conflicts: conflicts.map(({ reason, isPostponed }) => ({ reason, isPostponed })),
    keptCopies: copies
      .map(({ sha256, standing }) => ({ sha256, standing }))
      .sort((a, b) => `${a.sha256} ${a.standing}`.localeCompare(`${b.sha256} ${b.standing}`)),
  };
}

async function runOnce(deck: EngineDeck, romm: Awaited<ReturnType<typeof startRomm>>): Promise<Run> {
  romm.requests.clear();
  const { lines } = expectOk(await deck.api.syncAll({}));
  return {
    lines: lines
      .map(({ name, decision, reason, outcome }) => ({ name, decision, reason, outcome }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    // Games are worked on side by side.
    requests: romm.requests
      .all()
      .map(({ method, path }) => `${method} ${path}`)
      .sort(),
  };
}

/** Every file below the folder, by its path there. */
async function readFolder(folder: string): Promise<Record<string, Content>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(
    paths.sort().map(async (path) => [relative(folder, path), toContent(await readFile(path))] as const),
  );
  return Object.fromEntries(contents);
}

function toContent(bytes: Uint8Array): Content {
  const text = new TextDecoder().decode(bytes);
  const isText = Buffer.compare(new TextEncoder().encode(text), bytes) === 0 && !text.includes("\0");
  return isText ? { text } : { base64: Buffer.from(bytes).toString("base64") };
}

function toBytes(content: Content): Buffer {
  return "text" in content ? Buffer.from(content.text) : Buffer.from(content.base64, "base64");
}
