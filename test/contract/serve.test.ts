import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const file = fileURLToPath(new URL("../world/romm/serve.ts", import.meta.url));

/** `pnpm romm` until it has said where it is, or has ended. */
async function serve(...flags: string[]) {
  const child = spawn(process.execPath, [file, "--port", "0", ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    return await ended;
  };
  onTestFinished(async () => void (await stop()));
  let said = "";
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes("Data: ")) resolve();
      });
  });
  await Promise.race([ready, ended]);
  const [, origin = ""] = /at (http\S+)/.exec(said) ?? [];
  const [, token = ""] = /Token: (\S+)/.exec(said) ?? [];
  const authorization = `Bearer ${token}`;
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${origin}${path}`, { ...init, headers: { authorization } }).then((response) => response.json());
  return { said: () => said, ended, stop, token, ask };
}

test("What was kept in a data folder is there at the next start, under the same token.", async () => {
  const folder = mkdtempSync(join(tmpdir(), "romm-alone-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const first = await serve("--data", folder, "--version", "4.9.2", "--database", "postgres");
  expect(await first.ask("/api/heartbeat")).toMatchObject({ SYSTEM: { VERSION: "4.9.2" } });
  const body = new FormData();
  body.set("saveFile", new Blob(["A1"]), "Game.srm");
  await first.ask("/api/saves?rom_id=1&slot=autosave", { method: "POST", body });
  await first.stop();
  const again = await serve("--data", folder);
  expect(again.token).toBe(first.token);
  expect(await again.ask("/api/saves")).toMatchObject([{ id: 1, slot: "autosave" }]);
  expect(await again.ask("/api/roms")).toMatchObject({ total: 1 });
});

test.each([
  [["--port", "abc"], "--port is a whole number."],
  [["--window", "x"], "--window is a whole number."],
  [["--database", "oracle"], "--database is mariadb or postgres."],
  [["--version", "4.6"], "--version is a release from 4.7 on such as 5.2.0, or development."],
  [["--roms", "/no/such/file.json"], "It holds"],
  [["--bogus"], "Unknown option '--bogus'"],
])("%j is refused in a line that says what is right.", async (flags, words) => {
  const { said, ended } = await serve(...flags);
  expect(await ended).toBe(1);
  expect(said()).toContain(words);
  expect(said()).not.toContain("    at ");
});
