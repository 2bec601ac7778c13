import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SyncReport } from "../../backend/contract/saves/sync.ts";
import type { AppId, RomId } from "../../backend/core/vocabulary.ts";
import { type BackendProcess, startBackend } from "./backend-process.ts";
import type { StandIn } from "./stand-in.ts";

interface Synced {
  backend: BackendProcess;
  write(number: number, text: string): void;
}

/** A backend of its own whose shortcuts have all been sent once. */
export async function startSynced(
  romm: StandIn,
  p: { folder: string; count: number; environment?: Record<string, string> },
): Promise<Synced> {
  const saves = join(p.folder, "saves");
  mkdirSync(saves, { recursive: true });
  const pathOf = (number: number) => join(saves, `Game ${number}.srm`);
  const write = (number: number, text: string) =>
    writeFileSync(pathOf(number), `${text} ${number}\n`.repeat(300));
  const bindings = [];
  for (let number = 0; number < p.count; number++) {
    const romId = (await romm.addRom(`Game ${number}.gba`)) as RomId;
    write(number, "first");
    const save = { kind: "file", path: pathOf(number), emulator: "retroarch" } as const;
    bindings.push({ appId: (0x80000000 + number) as AppId, romId, name: `Game ${number}`, save });
  }
  const backend = startBackend(p.folder, p.environment);
  const { origin, token } = romm;
  expectOk(await backend.call("connect", { origin, credentials: { kind: "token", token } }));
  expectOk(await backend.call("registerShortcuts", { bindings }));
  await syncAll(backend);
  const report = await syncAll(backend);
  const left = report.lines.filter(({ decision }) => decision !== "keep").length;
  if (left > 0) throw new Error(`${left} saves are not synced yet.`);
  return { backend, write };
}

export async function syncAll(backend: BackendProcess): Promise<SyncReport> {
  return expectOk(await backend.call("syncAll", {}));
}

function expectOk<T>(outcome: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`Refused: ${JSON.stringify(outcome.error)}`);
}
