import { expect, test } from "vitest";
import { createPhoneEntries } from "../../../backend/account/server/phone-entry.ts";
import { isLocalAddress } from "../../../backend/machine/networks.ts";
import { createWorldTime } from "../../world/engine/time.ts";

test("The page closes after five minutes, whether anybody waits or not.", async () => {
  const time = createWorldTime();
  let isOpen = true;
  const entries = createPhoneEntries({
    clock: time.clock(),
    newSecret: () => "secret",
    openPage: async ({ path }) => ({
      url: `http://192.168.1.5:4000${path}`,
      close: () => {
        isOpen = false;
      },
    }),
  });
  const offered = await entries.offer();
  if (!offered.ok) throw new Error(offered.error.kind);
  const end = entries.wait(offered.value.entryId);
  time.elapse(4 * 60_000);
  await Promise.resolve();
  expect(isOpen).toBe(true);
  time.elapse(60_000);
  expect(await end).toEqual({ ok: false, error: { kind: "expired" } });
  expect(isOpen).toBe(false);
  expect(await entries.wait(offered.value.entryId)).toEqual({ ok: false, error: { kind: "expired" } });
});

test.each([
  ["192.168.178.20", true],
  ["10.1.2.3", true],
  ["172.16.0.1", true],
  ["172.32.0.1", false],
  ["::ffff:192.168.1.4", true],
  ["fd12:3456::1", true],
  ["fe80::1%wlan0", true],
  ["2001:db8::1", false],
  ["100.64.0.1", false],
  ["8.8.8.8", false],
  ["::ffff:8.8.8.8", false],
  ["", false],
])("%s is an address of a local network: %s", (address, expected) => {
  expect(isLocalAddress(address)).toBe(expected);
});
