import { mkdtempSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { StoredLogin } from "../../backend/core/login.ts";
import { openCredentials } from "../../backend/documents/credentials.ts";
import { encodeDocument } from "../../backend/documents/durable/envelope.ts";
import { DocumentReadOnly } from "../../backend/documents/durable-json.ts";
import { type Disk, FileError } from "../../backend/machine/disk.ts";
import { createRealDisk } from "../../backend/machine/real-disk.ts";
import { createCrashingDisk } from "../world/disk/crashing-disk.ts";
import { account, accountNamed, folder, put, readText, setupDeps } from "./setup.ts";

const scratch = mkdtempSync(join(tmpdir(), "savepoint-credentials-"));
afterAll(() => rm(scratch, { recursive: true, force: true }));

const secret = (text: string): StoredLogin => ({
  login: { kind: "token", token: `rmm_${text}` },
  missingRights: [],
});
const other = accountNamed("http://other.lan#7");
const file = `${folder}/credentials.json`;

function setupCredentials(disk = createCrashingDisk()) {
  const deps = setupDeps(disk);
  return { ...deps, disk, open: () => openCredentials(deps, { folder }) };
}

test("what was saved is found by the next start, each account's own", async () => {
  const { open } = setupCredentials();
  const credentials = await open();
  expect(credentials.load(account)).toBeNull();
  await credentials.save(account, secret("one"));
  await credentials.save(other, secret("two"));
  const reopened = await open();
  expect([reopened.load(account), reopened.load(other)]).toEqual([secret("one"), secret("two")]);
});

test("what was removed stands in no file any more", async () => {
  const { open, disk } = setupCredentials();
  const credentials = await open();
  await credentials.save(account, secret("one"));
  await credentials.save(other, secret("two"));
  await credentials.remove(account);
  for (const name of (await disk.list(folder)) ?? []) {
    expect(await readText(disk, `${folder}/${name}`)).not.toContain("rmm_one");
  }
  expect((await open()).load(other)).toEqual(secret("two"));
});

test("a damaged file gives way to the previous one; two damaged ones mean signing in again, and leave no copies", async () => {
  const { open, disk, lines } = setupCredentials();
  const credentials = await open();
  await credentials.save(account, secret("one"));
  await credentials.save(other, secret("two"));
  await put(disk, file, '{"accounts": rmm_torn');
  const recovered = await open();
  expect([recovered.load(account), recovered.load(other)]).toEqual([secret("one"), null]);
  await put(disk, file, "rmm_torn");
  await put(disk, `${file}.prev`, "rmm_torn");
  const lost = await open();
  expect(lost.load(account)).toBeNull();
  await lost.save(account, secret("three"));
  expect((await open()).load(account)).toEqual(secret("three"));
  expect((await disk.list(folder))?.filter((name) => name.includes("damaged"))).toEqual([]);
  expect(lines.length).toBeGreaterThan(0);
  expect(JSON.stringify(lines)).not.toContain("rmm_");
});

test("a newer version is used and not overwritten", async () => {
  const { open, disk } = setupCredentials();
  await (await open()).save(account, secret("one"));
  const newer = ((await readText(disk, file)) ?? "").replace('"version":2', '"version":3');
  await put(disk, file, newer);
  const credentials = await open();
  expect(credentials.load(account)).toEqual(secret("one"));
  await expect(credentials.save(other, secret("two"))).rejects.toBeInstanceOf(DocumentReadOnly);
  expect(await readText(disk, file)).toBe(newer);
});

test("what version 1 held is there: a token, and nothing that waits to be finished", async () => {
  const { open, disk } = setupCredentials();
  const body = { accounts: { [account]: { kind: "token", token: "rmm_one" } } };
  const old = { format: "savepoint-credentials", version: 1, decode: () => null };
  const { bytes } = encodeDocument<unknown>(old, { value: body, revision: 4, savedAtMs: 0 });
  await put(disk, file, bytes.toString("utf8"));
  const credentials = await open();
  expect(credentials.load(account)).toEqual(secret("one"));
  expect(credentials.arrived()).toBeNull();
});

test("what RomM gives once is there after a start, until it is finished", async () => {
  const { open } = setupCredentials();
  const credentials = await open();
  const { login } = secret("once");
  const arrived = { origin: "http://romm.lan", login, deviceId: null, scopes: ["me.read"] };
  await credentials.setArrived(arrived);
  const reopened = await open();
  expect(reopened.arrived()).toEqual(arrived);
  await reopened.setArrived(null);
  expect((await open()).arrived()).toBeNull();
});

test("renewed is only who still has the former login: what was removed meanwhile does not come back", async () => {
  const { open } = setupCredentials();
  const credentials = await open();
  const [before, next] = [secret("one").login, secret("two").login];
  await credentials.save(account, secret("one"));
  await credentials.renew(account, { before: next, next: before });
  expect(credentials.load(account)).toEqual(secret("one"));
  await credentials.renew(account, { before, next });
  expect((await open()).load(account)).toEqual(secret("two"));
  await credentials.remove(account);
  await credentials.renew(account, { before: next, next: before });
  expect((await open()).load(account)).toBeNull();
});

test("a refused save keeps the old credentials and shows no others", async () => {
  const { open, disk } = setupCredentials();
  const credentials = await open();
  await credentials.save(account, secret("one"));
  disk.refuse((step) => (step.startsWith("write") ? "no-space" : null));
  await expect(credentials.save(account, secret("two"))).rejects.toMatchObject({ code: "no-space" });
  expect(credentials.load(account)).toEqual(secret("one"));
});

/** A real disk that looks at every file's and the folder's rights after every step. */
function watchRights(place: string, seen: Set<string>): Disk {
  const disk = createRealDisk();
  const look = async () => {
    for (const name of await readdir(place).catch(() => [])) {
      const { mode } = await stat(join(place, name)).catch(() => ({ mode: 0 }));
      if (mode !== 0) seen.add(`file ${(mode & 0o777).toString(8)}`);
      if (mode !== 0) seen.add(`folder ${((await stat(place)).mode & 0o777).toString(8)}`);
    }
  };
  const watched = { ...disk };
  for (const verb of ["create", "rename", "link", "remove", "makeFolder", "setMode"] as const) {
    const call = disk[verb] as (...rest: never[]) => Promise<unknown>;
    Object.assign(watched, {
      [verb]: async (...rest: never[]) => {
        const answer = await call(...rest);
        await look();
        return answer;
      },
    });
  }
  return watched;
}

test("from the first moment no file has more than 0600, in a folder of 0700, also where the folder was there before", async () => {
  for (const isThere of [false, true]) {
    const place = join(scratch, `settings-${isThere}`);
    if (isThere) await mkdir(place, { mode: 0o755 });
    const seen = new Set<string>();
    const credentials = await openCredentials(setupDeps(watchRights(place, seen)), { folder: place });
    await credentials.save(account, secret("one"));
    await credentials.save(other, secret("two"));
    await credentials.remove(account);
    expect([...seen].sort()).toEqual(["file 600", "folder 700"]);
    expect(await readFile(join(place, "credentials.json"), "utf8")).toContain("rmm_two");
  }
});

test("what the disk refuses is taken for nobody's, said so, and never saved over", async () => {
  const { open, disk } = setupCredentials();
  await (await open()).save(account, secret("one"));
  const { read } = disk;
  disk.read = (path) => Promise.reject(new FileError("denied", path, "EACCES"));
  const credentials = await open();
  expect(credentials.load(account)).toBeNull();
  expect(credentials.unreadable()).toContain("denied");
  await expect(credentials.save(account, secret("two"))).rejects.toMatchObject({ code: "denied" });
  disk.read = read;
  expect((await open()).load(account)).toEqual(secret("one"));
});
