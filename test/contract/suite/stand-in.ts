import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Breakage } from "../../world/romm/breakages/breakage.ts";
import { createFaults } from "../../world/romm/faults.ts";
import { createMemoryFiles } from "../../world/romm/rules/ground/files.ts";
import type { Profile } from "../../world/romm/rules/ground/traits.ts";
import { createRommRules, type RommRules, type RommSnapshot } from "../../world/romm/rules/rules.ts";
import { createRommApp, type LoggedRequest, startRomm } from "../../world/romm/server.ts";
import type { Kind } from "./behaviour.ts";
import type { Target } from "./bench.ts";
import type { Transport } from "./http.ts";

const profiles: Profile[] = ["mariadb", "postgres"];
const versions = ["4.7", "4.8", "4.9", "5.0", "5.2", "5.3", "5.4", "5.5", "specification"];

/** Every kind of stand-in there is. */
export const kinds: Kind[] = profiles.flatMap((profile) =>
  versions.map((version) => ({ profile, version, isOurs: true })),
);

/** A limit that a test can exceed. */
const traits = { maxUploadBytes: 100_000 };

/** Only of those that a test makes so large; longer than measured, so that a busy machine is still in time. */
const uploadWindowMs = (sizeBytes: number) => (sizeBytes < 8192 ? 0 : sizeBytes < 65_536 ? 300 : 1500);

export interface StandIn {
  /** The requests since the last fresh target. */
  requests(): LoggedRequest[];
  freshTarget(): Promise<Target>;
  stop(): Promise<void>;
}

/** The stand-in on a port of the loopback, with real files. */
export async function openStandIn({ profile, version }: Kind): Promise<StandIn> {
  const folder = mkdtempSync(join(tmpdir(), "romm-contract-"));
  const clock = createHandClock();
  const romm = await startRomm({ folder, profile, version, traits, uploadWindowMs, now: clock.now });
  const start = romm.rules.snapshot();
  return {
    requests: romm.requests.all,
    async freshTarget() {
      romm.requests.clear();
      return freshTarget(romm, start, clock, fetch);
    },
    async stop() {
      await romm.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The stand-in without a port, for thousands of runs. */
export function createMemoryStandIn({ profile, version }: Kind, breakage: Breakage = {}): StandIn {
  const clock = createHandClock();
  const rules = createRommRules({
    files: createMemoryFiles(),
    clock: clock.now,
    profile,
    version,
    traits: { ...traits, ...breakage.traits },
  });
  const faults = createFaults({ rules: () => rules, setListening: async () => {} });
  const log: LoggedRequest[] = [];
  const app = createRommApp({ rules, faults, clock: clock.now, log, breakage, uploadWindowMs });
  const user = rules.admin.addUser({ username: "player" });
  const server = { origin: "http://romm", token: rules.admin.addToken({ userId: user.id }).raw, rules };
  const start = rules.snapshot();
  return {
    requests: () => [...log],
    async freshTarget() {
      log.length = 0;
      return freshTarget(server, start, clock, async (request) => app.fetch(request));
    },
    stop: async () => {},
  };
}

interface HandClock {
  now: () => number;
  pass(seconds: number): void;
}

/** Starts inside a second, so that fractions are seen, and moves only when told. */
function createHandClock(): HandClock {
  let nowMs = Date.parse("2026-03-01T10:00:00.250Z");
  return {
    now: () => nowMs,
    pass: (seconds) => {
      nowMs += seconds * 1000;
    },
  };
}

function freshTarget(
  { origin, token, rules }: { origin: string; token: string; rules: RommRules },
  start: RommSnapshot,
  clock: HandClock,
  transport: Transport,
): Target {
  // What RomM counts by the minute is forgotten by then.
  clock.pass(120);
  rules.restore(start);
  const rom = rules.admin.addRom({ platform: "snes", fsName: `Contract ${rules.database.roms.length}.sfc` });
  return {
    origin,
    token,
    transport,
    rules,
    romId: rom.id,
    nextSecond: async () => clock.pass(2),
  };
}
