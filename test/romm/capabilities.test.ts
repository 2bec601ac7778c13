import { expect, test } from "vitest";
import { type Capabilities, oldestVersion, readCapabilities } from "../../backend/romm/capabilities.ts";

/** In the order in which RomM learnt them. */
const order: (keyof Omit<Capabilities, "maxUploadBytes">)[] = [
  "hasDevices", // 4.7
  "hasClientTokens", // 4.8
  "hasAwards", // 4.8
  "hasFlatProps", // 4.9
  "hasDeviceAuthorization", // 5.0
  "tellsForbiddenApart", // 5.2
  "listsByRoms", // 5.3
];

test.each([
  ["3.10.3", 0],
  ["4.6.1", 0],
  ["4.7.0-alpha.1", 1],
  ["4.7", 1],
  ["4.7.3", 1],
  ["4.8.0", 3],
  ["4.9.0", 4],
  ["4.10.0", 4],
  ["5.0.0", 5],
  ["5.1.0", 5],
  ["5.2.0-beta.1", 6],
  ["v5.2.0", 6],
  ["5.2.0", 6],
  ["5.3.0", 7],
  ["6", 7],
  ["10.0.0", 7],
  ["development", 7],
  ["nightly-abc", 7],
])("RomM %s can do the first %i things", (version, count) => {
  const { maxUploadBytes: _size, ...capabilities } = readCapabilities(version);
  expect(order.filter((name) => capabilities[name])).toEqual(order.slice(0, count));
  expect(Object.keys(capabilities).toSorted()).toEqual(order.toSorted());
});

test("how large a save may be is told since 5.1", () => {
  expect(readCapabilities("5.0.9").maxUploadBytes).toBeNull();
  expect(readCapabilities("5.1.0").maxUploadBytes).toBe(512 * 1024 ** 2);
});

test("the version that is asked for is the oldest that knows devices", () => {
  expect(readCapabilities(oldestVersion).hasDevices).toBe(true);
});
