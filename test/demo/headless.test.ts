import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { afterAll, expect, test } from "vitest";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const storyReport = v.object({
  ok: v.boolean(),
  story: v.array(v.object({ title: v.string(), ok: v.boolean(), detail: v.string() })),
  decks: v.array(v.object({ name: v.string(), sessions: v.array(v.string()), status: v.string() })),
  lostSessions: v.nullable(v.number()),
  requests: v.number(),
});

// The stories mostly wait, so they are told side by side.
test.concurrent("the story goes as it is written, loses no session and leaves no process behind", async () => {
  const { exitCode, report, folder } = await runDemo([]);
  expect(report.story.filter(({ ok }) => !ok)).toEqual([]);
  expect(report).toMatchObject({ ok: true, lostSessions: 0 });
  expect(report.decks.map(({ name, sessions, status }) => ({ name, sessions, status }))).toEqual([
    { name: "Deck A", sessions: ["A1", "B1", "A2"], status: "synced" },
    { name: "Deck B", sessions: ["A1", "B1", "A2"], status: "synced" },
  ]);
  expect(report.requests).toBeGreaterThan(10);
  expect(exitCode).toBe(0);
  expect(processesOf(folder)).toEqual([]);
}, 60_000);

test.concurrent("with a server that keeps nothing of what it accepts, the story fails and counts the lost sessions", async () => {
  const { exitCode, report, folder } = await runDemo(["--fault", "swallow-uploads"]);
  expect(report.ok).toBe(false);
  expect(report.lostSessions).toBeGreaterThan(0);
  expect(report.story.find(({ ok }) => !ok)?.title).toContain("Deck A plays for the first time");
  expect(exitCode).toBe(1);
  expect(processesOf(folder)).toEqual([]);
}, 60_000);

test.concurrent("a backend that is killed in the middle of an upload comes back, and the story loses nothing", async () => {
  const { exitCode, report } = await runDemo(["--fault", "hold-upload-half-read"]);
  expect(report.story.filter(({ ok }) => !ok)).toEqual([]);
  expect(report.story.map(({ title }) => title)).toContainEqual(expect.stringContaining("backend is killed"));
  expect(report).toMatchObject({ ok: true, lostSessions: 0 });
  expect(exitCode).toBe(0);
}, 60_000);

test("Ctrl-C and a violent end leave no process behind", async () => {
  const [interrupted, killed] = await Promise.all([endDemo("SIGINT"), endDemo("SIGKILL")]);
  expect(interrupted.exitCode).toBe(130);
  for (const { folder } of [interrupted, killed]) {
    await expect.poll(() => processesOf(folder), { timeout: 20_000 }).toEqual([]);
  }
}, 60_000);

/** The command as a visitor gives it, on the bundles that the tests have built. */
function startDemo(options: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-headless-"));
  folders.push(folder);
  const program = fileURLToPath(new URL("../world/demo/start.ts", import.meta.url));
  const child = spawn(process.execPath, [program, "--headless", "--json", "--skip-build", ...options], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, TMPDIR: folder },
  });
  return { child, folder, ended: once(child, "close") };
}

async function runDemo(options: string[]) {
  const { child, folder, ended } = startDemo(options);
  const output = Buffer.concat(await child.stdout.toArray()).toString();
  const [exitCode] = await ended;
  const lastLine = output.trimEnd().split("\n").at(-1) ?? "";
  return { exitCode, folder, report: v.parse(storyReport, JSON.parse(lastLine)) };
}

/** Ends the demo after its first step, when all of its processes run. */
async function endDemo(signal: "SIGINT" | "SIGKILL") {
  const { child, folder, ended } = startDemo([]);
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve) => lines.on("line", (line) => line.includes("sign in") && resolve()));
  const before = processesOf(folder);
  if (before.length < 5) throw new Error(`The demo runs only ${before.join(", ")}.`);
  child.kill(signal);
  const [exitCode] = await ended;
  return { exitCode, folder };
}

/** The command lines of all processes that were started with a path of that demo's own folder. */
function processesOf(folder: string): string[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(commandLine).filter((line) => line.includes(folder));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return ""; // It has ended.
  }
}
