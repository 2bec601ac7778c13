import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { type FaultName, faultNames } from "../world/romm/faults.ts";
import { startRomm } from "../world/romm/server.ts";
import { createBench } from "./suite/bench.ts";
import { filePart, multipart } from "./suite/http.ts";

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "romm-faults-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function setupRomm() {
  const romm = await startRomm({ folder: makeFolder() });
  onTestFinished(() => romm.stop());
  const rom = romm.addRom({ platform: "snes", fsName: "Game.sfc" });
  const bench = createBench(
    { ...romm, transport: fetch, romId: rom.id, nextSecond: async () => {} },
    "faults",
  );
  return { romm, bench, device: await bench.device() };
}

/** The raw outcome of one request, on a connection of its own. */
function ask(
  origin: string,
  path: string,
  token: string,
): Promise<{ status: number; text: string; error: string }> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${token}` };
    let status = 0;
    let text = "";
    const done = (error: string) => resolve({ status, text, error });
    const sent = request(`${origin}${path}`, { agent: false, headers }, (response) => {
      status = response.statusCode ?? 0;
      response.setEncoding("latin1");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => done(""));
      response.on("error", (error) => done(error.message));
    });
    sent.on("error", (error) => done("code" in error ? String(error.code) : error.message));
    sent.end();
  });
}

/** What each fault does to a download of the bytes `content`; null: this fault is not about one answer. */
const onDownload: Record<FaultName, { status: number; text: RegExp; error?: RegExp } | null> = {
  "swallow-uploads": null,
  slow: { status: 200, text: /^content$/ },
  "500": { status: 500, text: /^Internal Server Error$/ },
  "502-html": { status: 502, text: /^<html>.*Bad Gateway/ },
  "cut-in-headers": { status: 0, text: /^$/, error: /ECONNRESET|HPE_|socket hang up/ },
  "cut-mid-body": { status: 200, text: /^con$/, error: /aborted/ },
  "too-long": { status: 200, text: /^contentsurplus bytes$/ },
  "too-short": { status: 200, text: /^con$/ },
  "stale-list": null,
  "forgotten-device": null,
  "clock-skew": null,
  "hold-upload-half-read": null,
  "401": { status: 401, text: /Not authenticated/ },
  "403": { status: 403, text: /Forbidden/ },
  "proxy-404-html": { status: 404, text: /^<html>/ },
  "entity-404": { status: 404, text: /^\{"detail":"Save with ID 1 not found"\}$/ },
  "409": { status: 409, text: /newer save/ },
  "413": { status: 413, text: /exceeds/ },
  "429": { status: 429, text: /Too many/ },
  "login-page-200": { status: 200, text: /^<!doctype html>.*<form>/ },
  "redirect-elsewhere": { status: 302, text: /^$/ },
  "gzip-garbage": { status: 200, text: /^this is no gzip$/ },
  "wrong-shape": { status: 200, text: /^\{"unexpected"/ },
  refused: { status: 0, text: /^$/, error: /ECONNREFUSED/ },
};

const asked = faultNames.flatMap((name) => {
  const expected = onDownload[name];
  return expected === null ? [] : [{ name, expected }];
});

test.for(asked)(
  "$name strikes a download as it says, and ends when it is cleared.",
  async ({ name, expected }) => {
    const { romm, bench } = await setupRomm();
    const { id } = await bench.save({ slot: "autosave", bytes: Buffer.from("content") });
    const path = `/api/saves/${id}/content`;
    await romm.faults.set(name, { ms: 30 });
    const { status, text, error } = await ask(romm.origin, path, romm.token);
    expect({ status, text }).toEqual({ status: expected.status, text: expect.stringMatching(expected.text) });
    expect(error).toMatch(expected.error ?? /^$/);
    await romm.faults.clear();
    expect(await ask(romm.origin, path, romm.token)).toEqual({ status: 200, text: "content", error: "" });
  },
);

test("A swallowed upload answers a plausible row that nobody sees again.", async () => {
  const { romm, bench } = await setupRomm();
  await romm.faults.set("swallow-uploads");
  const row = await bench.save({ slot: "autosave", bytes: Buffer.from("content") });
  expect(row).toMatchObject({ slot: "autosave", file_size_bytes: 7 });
  expect(await bench.rows("autosave")).toEqual([]);
  expect(romm.rules.files.list().filter((path) => path.startsWith("users/"))).toEqual([]);
});

test("A stale listing shows the server as it was, while everything else goes on.", async () => {
  const { romm, bench } = await setupRomm();
  await romm.faults.set("stale-list");
  const { id } = await bench.save({ slot: "autosave" });
  expect(await bench.rows("autosave")).toEqual([]);
  expect((await bench.row(id)).id).toBe(id);
  await romm.faults.clear();
  expect((await bench.rows("autosave")).map((row) => row.id)).toEqual([id]);
});

test("A forgotten device is gone for good, and can register again.", async () => {
  const { romm, bench, device } = await setupRomm();
  await romm.faults.set("forgotten-device", { deviceId: device });
  expect((await bench.upload({ slot: "autosave", device })).status).toBe(404);
  expect((await bench.upload({ slot: "autosave", device: await bench.device() })).status).toBe(200);
});

test("A skewed clock dates the rows and the answers alike.", async () => {
  const { romm, bench } = await setupRomm();
  const offsetMs = -3_600_000;
  await romm.faults.set("clock-skew", { offsetMs });
  const reply = await bench.upload({ slot: "autosave" });
  const dated = Date.parse(reply.headers.get("date") ?? "");
  expect(Math.abs(dated - (Date.now() + offsetMs))).toBeLessThan(60_000);
  const [row] = await bench.rows("autosave");
  expect(Math.abs(Date.parse(row?.updated_at ?? "") - dated)).toBeLessThan(60_000);
});

test("A held upload keeps nothing until it is released, and then all of it.", async () => {
  const { romm, bench } = await setupRomm();
  const fault = await romm.faults.set("hold-upload-half-read");
  const sent = bench.save({ slot: "autosave", bytes: Buffer.alloc(300_000, 1) });
  await fault.holding;
  expect(await bench.rows("autosave")).toEqual([]);
  fault.release();
  expect((await sent).file_size_bytes).toBe(300_000);
});

test("A client that dies while its upload is held leaves nothing behind.", async () => {
  const { romm, bench } = await setupRomm();
  const fault = await romm.faults.set("hold-upload-half-read");
  const { type, bytes } = multipart([filePart("saveFile", "Game.srm", Buffer.from("content"))]);
  const headers = {
    authorization: `Bearer ${romm.token}`,
    "content-type": type,
    "content-length": bytes.length,
  };
  const url = `${romm.origin}/api/saves?rom_id=${bench.romId}&slot=autosave`;
  const sent = request(url, { method: "POST", agent: false, headers });
  sent.on("error", () => {});
  sent.end(bytes);
  await fault.holding;
  sent.destroy();
  await new Promise((resolve) => sent.once("close", resolve));
  fault.release();
  await expect.poll(() => romm.requests.all().at(-1)?.status).toBe(0);
  expect(await bench.rows("autosave")).toEqual([]);
});

test("An upload whose answer is cut was carried out.", async () => {
  const { romm, bench } = await setupRomm();
  await romm.faults.set("cut-in-headers", { route: "POST /api/saves" });
  await expect(bench.upload({ slot: "autosave" })).rejects.toThrow();
  expect((await bench.rows("autosave")).length).toBe(1);
});

test("A fault strikes its route only, after those it lets pass, as often as told.", async () => {
  const { romm, bench } = await setupRomm();
  const fault = await romm.faults.set("429", { route: "GET /api/saves/*", skip: 1, count: 2 });
  const { id } = await bench.save({ slot: "autosave" });
  const statuses: number[] = [];
  for (let index = 0; index < 5; index++)
    statuses.push((await bench.send("GET", `/api/saves/${id}/`)).status, (await bench.content(id)).status);
  expect(statuses.filter((_, index) => index % 2 === 0)).toEqual([200, 429, 429, 200, 200]);
  expect(new Set(statuses.filter((_, index) => index % 2 === 1))).toEqual(new Set([200]));
  expect(fault.hits).toBe(3);
});

test("The requests are logged with what was answered.", async () => {
  const { romm, bench } = await setupRomm();
  romm.requests.clear();
  await bench.send("GET", "/api/heartbeat/", { authorization: null });
  await bench.send("GET", "/api/saves/7?device_id=x");
  expect(romm.requests.all()).toEqual([
    { method: "GET", path: "/api/heartbeat/", query: "", status: 200 },
    { method: "GET", path: "/api/saves/7", query: "?device_id=x", status: 404 },
  ]);
});

test("The server runs as a process of its own, takes orders, and ends with its input.", async () => {
  const main = fileURLToPath(new URL("../world/romm/main.ts", import.meta.url));
  const parameters = ["--folder", makeFolder(), "--version", "4.9", "--fault", "swallow-uploads"];
  const child = spawn(process.execPath, [main, ...parameters], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void child.kill());
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Record<string, unknown>> => JSON.parse((await lines.next()).value ?? "");
  const order = (line: unknown) =>
    child.stdin.write(`${typeof line === "string" ? line : JSON.stringify(line)}\n`);

  const { origin, token } = await next();
  order({ rom: { platform: "snes", fsName: "Game.sfc" } });
  const { romId } = await next();
  const target = { origin: String(origin), token: String(token), romId: Number(romId) };
  const bench = createBench({ ...target, transport: fetch, rules: null, nextSecond: async () => {} }, "main");
  await bench.save({ slot: "autosave" });
  expect(await bench.rows("autosave")).toEqual([]);

  order({ clear: "swallow-uploads" });
  expect(await next()).toEqual({ ok: true });
  order("no JSON");
  expect(await next()).toMatchObject({ ok: false });
  order({ fault: "hold-upload-half-read" });
  expect(await next()).toEqual({ ok: true });
  const sent = bench.save({ slot: "autosave" });
  expect(await next()).toEqual({ holding: true });
  order({ release: "hold-upload-half-read" });
  expect(await next()).toEqual({ ok: true });
  const { id } = await sent;
  expect((await bench.rows("autosave")).map((row) => row.id)).toEqual([id]);
  order({ requests: true });
  expect(await next()).toMatchObject({ ok: true, requests: expect.arrayContaining([]) });

  child.stdin.end();
  expect(await ended).toBe(0);
});
