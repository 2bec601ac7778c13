import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import type { Breakage } from "../world/romm/breakages/breakage.ts";
import { breakages } from "../world/romm/breakages/breakages.ts";
import type { Profile } from "../world/romm/rules/ground/traits.ts";
import { type Romm, startRomm } from "../world/romm/server.ts";
import { behaviours } from "./behaviours/behaviours.ts";
import { judge } from "./suite/judge.ts";
import { openRealServer } from "./suite/real-server.ts";

const runFile = fileURLToPath(new URL("run.ts", import.meta.url));

interface Options {
  profile?: Profile;
  version?: string;
  breakage?: Breakage;
}

/** A server with a library and a player's own saves and devices, of which the suite is told only address, token and rom. */
async function setupServer(options: Options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "romm-real-"));
  let nowMs = Date.parse("2026-03-01T10:00:00.250Z");
  const romm = await startRomm({ folder, now: () => nowMs, ...options });
  onTestFinished(async () => {
    await romm.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const rom = romm.addRom({ platform: "snes", fsName: "Game.sfc" });
  const user = romm.rules.database.users[0];
  const caller = { userId: romm.userId, scopes: user?.scopes ?? [], deviceId: null };
  const device = romm.rules.devices.register(caller, { hostname: "player's deck", platform: "steamos" });
  const deviceId = device.ok ? device.value.device_id : "";
  for (const [index, slot] of ["autosave", "autosave", undefined].entries()) {
    nowMs += 2000;
    const bytes = Buffer.from(index === 2 ? "" : `progress ${index}`);
    const upload = { romId: rom.id, fileName: "Game.srm", bytes, deviceId, ...(slot && { slot }) };
    romm.rules.saves.upload(caller, upload);
  }
  const nextSecond = async () => {
    nowMs += 2000;
  };
  return { romm, romId: rom.id, nextSecond };
}

/** What the player would miss or find: everything but when the rom was last played. */
function belongings({ rules }: Romm) {
  const { saves, syncs, devices, romUsers, tokens, roms } = rules.snapshot().database;
  const marks = romUsers.map(({ last_played, ...row }) => row);
  const paths = rules.files.list();
  const used = tokens.map(({ last_used_at, ...token }) => token);
  return { saves, syncs, devices, marks, used, roms, paths };
}

const servers: Options[] = [
  { profile: "mariadb", version: "4.7" },
  { profile: "mariadb", version: "4.9" },
  { profile: "mariadb", version: "5.2" },
  { profile: "postgres", version: "5.2.0-beta.1" },
  { profile: "postgres", version: "development" },
];

test.for(servers)(
  "On a real $profile $version everything holds, and the player finds all as it was.",
  async (options) => {
    const { romm, romId, nextSecond } = await setupServer(options);
    const before = belongings(romm);
    const { kind, target } = await openRealServer(
      { origin: romm.origin, token: romm.token, romId },
      nextSecond,
    );
    expect(kind.profile).toBe(options.profile);
    const lines = await judge(behaviours, kind, async () => target);
    expect(lines.filter((line) => line.outcome === "broken")).toEqual([]);
    expect(lines.filter((line) => line.outcome === "held").length).toBeGreaterThan(100);
    expect(belongings(romm)).toEqual(before);
  },
);

test("A real server that cannot delete a device is told on, with what stays behind.", async () => {
  const { romm, romId, nextSecond } = await setupServer();
  const { kind, target } = await openRealServer(
    { origin: romm.origin, token: romm.token, romId },
    nextSecond,
  );
  const { "uploader-is-current": behaviour } = behaviours;
  await romm.faults.set("403", { route: "DELETE /api/devices/*" });
  const [line] = await judge({ "uploader-is-current": behaviour }, kind, async () => target);
  expect(line?.detail).toMatch(/^could not be removed: device [0-9a-f-]+$/);
});

test("The command judges the server that its environment names, and ends with 0.", async () => {
  const { romm, romId } = await setupServer();
  const { code, text } = await runSuite(romm, romId, ["upload-is-200", "basic-signs-in"]);
  expect(text).toContain("RomM 5.2.0 (mariadb)");
  expect(text).toContain("● 5.2  An upload is a 200, never a 201.");
  expect(text).toContain("(needs an administrator's hand)");
  expect(text).toContain("1 held, 0 broken, 1 skipped");
  expect(code).toBe(0);
});

test("The command ends with 1 where the server behaves otherwise.", async () => {
  const { romm, romId } = await setupServer({ breakage: breakages["upload-is-200"] });
  const { code, text } = await runSuite(romm, romId, ["upload-is-200"]);
  expect(text).toContain("✗ 5.2  An upload is a 200, never a 201.");
  expect(code).toBe(1);
});

async function runSuite(romm: Romm, romId: number, words: string[]): Promise<{ code: number; text: string }> {
  const env = { ...process.env, ROMM_URL: romm.origin, ROMM_TOKEN: romm.token, ROMM_ROM_ID: String(romId) };
  const child = spawn(process.execPath, [runFile, ...words], { env, stdio: ["ignore", "pipe", "inherit"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number>((resolve) => child.once("close", (value) => resolve(value ?? -1)));
  return { code, text: Buffer.concat(chunks).toString() };
}
