import assert from "node:assert/strict";
import * as v from "valibot";
import { type Behaviour, reasons } from "../suite/behaviour.ts";
import { type Bench, detailOf, entryOf, read, timeOf } from "../suite/bench.ts";
import { deviceShape, registeredShape } from "../suite/shapes.ts";

const object = v.record(v.string(), v.unknown());
const section = "4";

/** Section 4. */
export const devices = {
  "new-device-is-201": {
    section,
    law: "A device that is new is a 201 with its id, name and time.",
    async check(on) {
      const reply = await on.register({ hostname: on.unique(), platform: "contract", name: "Deck" });
      assert.equal(reply.status, 201);
      const { device_id, name, created_at } = read(object, reply);
      assert.deepEqual([typeof device_id, name, typeof created_at], ["string", "Deck", "string"]);
    },
  },
  "no-fingerprint-is-always-new": {
    section,
    law: "Without mac address or hostname with platform every call makes a device.",
    async check(on) {
      const fields = { name: on.unique(), client: "contract" };
      const [first, second] = [await on.register(fields), await on.register(fields)];
      assert.notEqual(idOf(first), idOf(second));
    },
  },
  "hostname-and-platform-match": {
    section,
    law: "The same hostname and platform are the same device.",
    async check(on) {
      const fields = { hostname: on.unique(), platform: "contract" };
      const [first, second] = [await on.register(fields), await on.register(fields)];
      assert.equal(idOf(second), idOf(first));
    },
  },
  "match-is-200": {
    section,
    law: "A device that is known is a 200.",
    async check(on) {
      const fields = { mac_address: macOf(on) };
      await on.register(fields);
      assert.equal((await on.register(fields)).status, 200);
    },
  },
  "hostname-alone-is-no-match": {
    section,
    law: "The hostname alone matches nothing.",
    async check(on) {
      const hostname = on.unique();
      const [first, second] = [await on.register({ hostname }), await on.register({ hostname })];
      assert.notEqual(idOf(first), idOf(second));
    },
  },
  "mac-address-matches": {
    section,
    law: "The same mac address is the same device, whatever the hostname.",
    async check(on) {
      const mac_address = macOf(on);
      const first = await on.register({ mac_address, hostname: on.unique(), platform: "a" });
      const second = await on.register({ mac_address, hostname: on.unique(), platform: "b" });
      assert.equal(idOf(second), idOf(first));
    },
  },
  "other-hostname-is-another-device": {
    section,
    law: "The same name and client with another hostname are another device.",
    async check(on) {
      const fields = { platform: "contract", name: on.unique(), client: "contract" };
      const first = await on.register({ ...fields, hostname: on.unique() });
      const second = await on.register({ ...fields, hostname: on.unique() });
      assert.notEqual(idOf(first), idOf(second));
    },
  },
  "match-stores-nothing": {
    section,
    law: "What a known device sends at registration is not stored.",
    async check(on) {
      const fields = { hostname: on.unique(), platform: "contract" };
      const id = idOf(await on.register({ ...fields, client_version: "1" }));
      await on.register({ ...fields, client_version: "2" });
      assert.equal((await on.readDevice(id)).client_version, "1");
    },
  },
  "match-bumps-last-seen": {
    section,
    law: "A known device that registers was seen now.",
    async check(on) {
      const fields = { mac_address: macOf(on) };
      const id = idOf(await on.register(fields));
      const before = await on.readDevice(id);
      await on.nextSecond();
      await on.register(fields);
      assert(timeOf((await on.readDevice(id)).last_seen ?? "") > timeOf(before.last_seen ?? ""));
    },
  },
  "allow-existing-false-is-409": {
    section,
    law: "allow_existing=false on a known device is a 409 that names the device.",
    async check(on) {
      const fields = { hostname: on.unique(), platform: "contract" };
      const id = idOf(await on.register(fields));
      const reply = await on.register({ ...fields, allow_existing: false });
      assert.equal(reply.status, 409);
      const { error, device_id } = v.parse(object, detailOf(reply));
      assert.deepEqual([error, device_id], ["device_exists", id]);
    },
  },
  "allow-duplicate-is-always-new": {
    section,
    law: "allow_duplicate=true makes a device, whoever is known.",
    async check(on) {
      const fields = { hostname: on.unique(), platform: "contract" };
      const first = await on.register(fields);
      const second = await on.register({ ...fields, allow_duplicate: true, allow_existing: true });
      assert.notEqual(idOf(second), idOf(first));
    },
  },
  "reset-syncs-forgets-what-was-synced": {
    section,
    law: "reset_syncs=true makes a known device a stranger to every save.",
    async check(on) {
      const fields = { hostname: on.unique(), platform: "contract" };
      const device = idOf(await on.register(fields));
      const { id } = await on.save({ slot: on.slot(), device });
      await on.register({ ...fields, reset_syncs: true });
      assert.equal(entryOf(await on.row(id, device), device)?.is_current, false);
    },
  },
  "mariadb-folds-hostnames": {
    section,
    law: "On MariaDB hostnames match in any case.",
    profile: "mariadb",
    async check(on) {
      const hostname = on.unique();
      const first = await on.register({ hostname, platform: "contract" });
      const second = await on.register({ hostname: hostname.toUpperCase(), platform: "Contract " });
      assert.equal(idOf(second), idOf(first));
    },
  },
  "postgres-compares-hostnames-exactly": {
    section,
    law: "On PostgreSQL hostnames match exactly.",
    profile: "postgres",
    async check(on) {
      const hostname = on.unique();
      const first = await on.register({ hostname, platform: "contract" });
      const second = await on.register({ hostname: hostname.toUpperCase(), platform: "contract" });
      assert.notEqual(idOf(second), idOf(first));
    },
  },
  "long-client-is-500": {
    section,
    law: "A text longer than its column is a 500.",
    async check(on) {
      const reply = await on.register({
        hostname: on.unique(),
        platform: "contract",
        client: "x".repeat(51),
      });
      assert.equal(reply.status, 500);
    },
  },
  "devices-are-listed": {
    section,
    law: "Devices come as an array.",
    async check(on) {
      const id = await on.device();
      const listed = read(v.array(deviceShape), await on.send("GET", "/api/devices"));
      assert(listed.some((device) => device.id === id));
    },
  },
  "other-users-devices-are-404": {
    section,
    law: "Another user's device is unknown.",
    standInOnly: reasons.admin,
    async check(on) {
      const id = await on.device();
      const stranger = on.rules.admin.addUser({ username: on.unique() });
      const { raw } = on.rules.admin.addToken({ userId: stranger.id });
      const reply = await on.send("GET", `/api/devices/${id}`, { authorization: `Bearer ${raw}` });
      assert.equal(reply.status, 404);
    },
  },
  "put-changes-what-is-given": {
    section,
    law: "PUT changes only what is given.",
    async check(on) {
      const id = await on.device({ client: "contract", name: "Before" });
      await on.send("PUT", `/api/devices/${id}`, { json: { name: "After" } });
      const { name, client } = await on.readDevice(id);
      assert.deepEqual([name, client], ["After", "contract"]);
    },
  },
  "put-stores-null": {
    section,
    law: "PUT stores a null that is given.",
    async check(on) {
      const id = await on.device({ client: "contract" });
      await on.send("PUT", `/api/devices/${id}`, { json: { client: null } });
      assert.equal((await on.readDevice(id)).client, null);
    },
  },
  "delete-is-204": {
    section,
    law: "Deleting a device is a 204.",
    async check(on) {
      const id = await on.device();
      assert.equal((await on.send("DELETE", `/api/devices/${id}`)).status, 204);
    },
  },
  "deleted-device-is-unknown": {
    section,
    law: "A deleted device is unknown.",
    async check(on) {
      const device = await on.device();
      await on.send("DELETE", `/api/devices/${device}`);
      assert.equal((await on.send("DELETE", `/api/devices/${device}`)).status, 404);
    },
  },
  "delete-forgets-its-syncs": {
    section,
    law: "A deleted device leaves no entry with the saves.",
    since: "4.9",
    async check(on) {
      const [gone, stays] = [await on.device(), await on.device()];
      const { id } = await on.save({ slot: on.slot(), device: gone });
      await on.send("DELETE", `/api/devices/${gone}`);
      assert.equal(entryOf(await on.row(id, stays), gone), undefined);
    },
  },
  "delete-clears-the-origin": {
    section,
    law: "The saves of a deleted device stay and have no origin.",
    since: "4.9",
    async check(on) {
      const device = await on.device();
      const { id } = await on.save({ slot: on.slot(), device });
      await on.send("DELETE", `/api/devices/${device}`);
      assert.equal((await on.row(id)).origin_device_id, null);
    },
  },
  "devices-have-sync-fields": {
    section,
    law: "A device has sync_mode, and null means api.",
    since: "4.9",
    async check(on) {
      const id = await on.device({ sync_mode: null });
      const device = read(object, await on.send("GET", `/api/devices/${id}`));
      assert.deepEqual([device.sync_mode, device.sync_config], ["api", null]);
    },
  },
  "devices-had-no-sync-config": {
    section: "corrections",
    law: "Before 4.9 a device had a sync_mode, and no sync_config.",
    until: "4.9",
    async check(on) {
      const id = await on.device();
      const device = read(object, await on.send("GET", `/api/devices/${id}`));
      assert.deepEqual([device.sync_mode, "sync_config" in device], ["api", false]);
    },
  },
  "sync-can-be-switched-off": {
    section,
    law: "sync_enabled can be switched off.",
    async check(on) {
      const id = await on.device();
      await on.send("PUT", `/api/devices/${id}`, { json: { sync_enabled: false } });
      const device = read(object, await on.send("GET", `/api/devices/${id}`));
      assert.equal(device.sync_enabled, false);
    },
  },
  "ssh-secrets-are-masked": {
    section,
    law: "The secrets of sync_config are never told.",
    since: "4.9",
    async check(on) {
      const id = await on.device({ sync_config: { ssh_host: "deck", ssh_password: "hunter2" } });
      assert(!(await on.send("GET", `/api/devices/${id}`)).text.includes("hunter2"));
    },
  },
  "devices-have-an-identifier": {
    section,
    law: "A device has client_device_identifier.",
    since: "5.0",
    async check(on) {
      const id = await on.device();
      assert("client_device_identifier" in read(object, await on.send("GET", `/api/devices/${id}`)));
    },
  },
} satisfies Record<string, Behaviour>;

function idOf(reply: Parameters<typeof read>[1]): string {
  return read(registeredShape, reply).device_id;
}

/** Twelve hex digits as a mac address. */
function macOf(on: Bench): string {
  const digits = Buffer.from(on.unique()).toString("hex").slice(-12);
  return digits.replace(/(..)(?!$)/g, "$1:");
}
