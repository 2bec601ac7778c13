import { readdir, readFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import jsQR from "jsqr";
import { expect, type TestContext, test } from "vitest";
import { setUpRealBackend } from "./set-up-real-backend.ts";

const inLan = { SAVEPOINT_LAN_ADDRESS: "127.0.0.1" };

async function offer(context: TestContext) {
  const real = await setUpRealBackend(context, { env: inLan });
  const offered = await real.api.offerPhoneEntry({});
  if (!offered.ok) throw new Error(offered.error.kind);
  return { ...real, entry: offered.value };
}

/** A phone's browser that sends the form. */
async function send(url: string, address: string): Promise<{ status: number; page: string }> {
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams({ address }) });
  return { status: answer.status, page: await answer.text() };
}

/** What a phone's camera reads. */
function scan(rows: string[]): string | undefined {
  const scale = 4;
  const size = (rows.length + 8) * scale;
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let at = 0; at < size * size; at++) {
    const [x, y] = [Math.floor((at % size) / scale) - 4, Math.floor(at / size / scale) - 4];
    if (rows[y]?.[x] === "1") pixels.set([0, 0, 0], at * 4);
  }
  return jsQR(pixels, size, size)?.data;
}

test.concurrent("A phone scans the code and types the address, once, and the page is gone.", async (context) => {
  const { api, entry } = await offer(context);
  expect(scan(entry.qrRows)).toBe(entry.url);
  expect(entry.expiresAtMs - Date.now()).toBeGreaterThan(4 * 60_000);
  expect(new URL(entry.url).pathname).toMatch(/^\/[\w-]{16}$/);

  const page = await fetch(entry.url);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const form = await page.text();
  expect(form).toContain('name="address"');
  expect(form.match(/<input/g)).toHaveLength(1);
  expect(form).not.toMatch(/type="password"|<script/);

  expect((await send(entry.url, " romm.home.lan:8080/romm ")).page).toContain("Sent");
  expect(await api.awaitPhoneEntry({ entryId: entry.entryId })).toEqual({
    ok: true,
    value: { typed: "romm.home.lan:8080/romm" },
  });
  await expect(send(entry.url, "evil.example")).rejects.toThrow();
});

test.concurrent("What is no address is asked again; a name and a password are refused, and stand nowhere afterwards.", async (context) => {
  const { api, backend, folder, entry } = await offer(context);
  expect((await send(entry.url, '"><script>alert(1)</script>')).page).not.toContain("<script>");
  expect((await send(entry.url, "ftp://nas")).page).toContain("http://");
  const refused = await send(entry.url, "https://maria:geheim@romm.lan");
  expect(refused.page).toContain("Leave out");
  expect(refused.page).not.toContain("geheim");
  expect((await send(entry.url, "romm.lan")).page).toContain("Sent");
  expect(await api.awaitPhoneEntry({ entryId: entry.entryId })).toEqual({
    ok: true,
    value: { typed: "romm.lan" },
  });
  backend.stdin.end();
  await backend.exited;
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const file of files.filter((one) => one.isFile())) {
    expect(await readFile(join(file.parentPath, file.name), "latin1")).not.toContain("geheim");
  }
  expect(backend.notes()).not.toContain("geheim");
});

test.concurrent("Whoever does not know the path gets nothing, and nothing but a small form is taken.", async (context) => {
  const { api, entry } = await offer(context);
  const { origin } = new URL(entry.url);
  for (const path of [
    "/",
    "/favicon.ico",
    "/api/heartbeat",
    `${new URL(entry.url).pathname}/`,
    `${new URL(entry.url).pathname}?a=b`,
  ]) {
    const answer = await fetch(`${origin}${path}`);
    expect([answer.status, await answer.text()], path).toEqual([404, ""]);
  }
  expect((await fetch(entry.url, { method: "PUT", body: "x" })).status).toBe(404);
  await expect(send(entry.url, "a".repeat(100_000))).rejects.toThrow();
  const half = request(entry.url, { method: "POST", headers: { "content-length": "1000" } });
  half.on("error", () => undefined);
  half.write("address=");
  await api.closePhoneEntry({ entryId: entry.entryId });
  expect(await api.awaitPhoneEntry({ entryId: entry.entryId })).toEqual({
    ok: false,
    error: { kind: "cancelled" },
  });
  await expect(fetch(entry.url)).rejects.toThrow();
});

test.concurrent("A new page takes the place of the one before; one that is not known has expired.", async (context) => {
  const { api, entry } = await offer(context);
  const next = await api.offerPhoneEntry({});
  if (!next.ok) throw new Error(next.error.kind);
  expect(next.value.url).not.toBe(entry.url);
  await expect(fetch(entry.url)).rejects.toThrow();
  expect(await api.awaitPhoneEntry({ entryId: "of-before-a-restart" })).toEqual({
    ok: false,
    error: { kind: "expired" },
  });
  await api.closePhoneEntry({ entryId: entry.entryId });
  expect((await fetch(next.value.url)).status).toBe(200);
});

test.concurrent("Where there is no local network there is no page.", async (context) => {
  const { api } = await setUpRealBackend(context, { env: { SAVEPOINT_LAN_ADDRESS: "" } });
  expect(await api.offerPhoneEntry({})).toEqual({ ok: false, error: { kind: "no-lan" } });
});
