import { expect, test } from "vitest";
import { decodeCall } from "../../backend/assembly/params/decode-call.ts";

const app = 0x80000001;
const save = { kind: "file", path: "/home/deck/a.srm", emulator: "retroarch" };
const binding = { appId: app, romId: 7, name: "Anguna", save };
const badRequest = { ok: false, error: { kind: "bad-request", detail: expect.any(String) } };

test("A shortcut's app id comes as Steam writes it, signed or not, and goes on as 32 bits unsigned.", () => {
  for (const given of [app, app - 2 ** 32]) {
    expect(decodeCall("look", { appId: given })).toEqual({ params: { appId: app } });
  }
  expect(decodeCall("look", { appId: -1 })).toEqual({ params: { appId: 0xffffffff } });
});

const noShortcuts: [why: string, appId: unknown][] = [
  ["none", 0],
  ["Steam's own game", 730],
  ["the last below a shortcut's", 0x7fffffff],
  ["64 bits of a shortcut", Number((BigInt(app) << 32n) | 0x02000000n)],
  ["one bit too many", 2 ** 32],
  ["signed, one bit too many", -(2 ** 31) - 1],
  ["a fraction", app + 0.5],
  ["a text", String(app)],
  ["nothing", null],
  ["no number", Number.NaN],
];

for (const [why, appId] of noShortcuts) {
  test(`An app id that is ${why} is refused by every call that takes one, and its error says where it stood.`, () => {
    const calls: [string, object][] = [
      ["look", { appId }],
      ["setTracking", { appId, tracked: true }],
      ["syncShortcut", { appId }],
      ["appStarted", { appId }],
      ["appExited", { appId }],
      ["unregisterShortcuts", { appIds: [app, appId] }],
      ["registerShortcuts", { bindings: [binding, { ...binding, appId }] }],
      ["listActivity", { appId }],
    ];
    for (const [method, params] of calls) {
      const decoded = decodeCall(method, params);
      expect(decoded, method).toMatchObject({ refusal: badRequest });
      expect(JSON.stringify(decoded)).toContain("appId");
    }
  });
}

test("A launch whose check was asked wrongly starts: it is never held up.", () => {
  expect(decodeCall("beforeLaunch", { launchId: "1", appId: 730 })).toMatchObject({
    refusal: { kind: "go-unchecked", reason: "problem", detail: expect.stringContaining("appId") },
  });
});

const bad: [method: string, params: unknown][] = [
  ["setTracking", { appId: app, tracked: "yes" }],
  ["setTracking", { appId: app }],
  ["setTracking", null],
  ["setTracking", "setTracking"],
  ["setTracking", [app, true]],
  ["connect", { origin: "https://romm.home", credentials: { kind: "magic" } }],
  ["connect", { origin: "https://romm.home", credentials: { kind: "password", username: "maria" } }],
  ["connect", { origin: "https://romm.home", credentials: { kind: "pairing-code", code: 12345678 } }],
  ["startPairing", { origin: null }],
  ["awaitPairing", { pairingId: "" }],
  ["moveServer", {}],
  ["connect", { origin: 7, credentials: { kind: "token", token: "rmm_1" } }],
  ["connect", { origin: "https://romm.home", credentials: { kind: "token", token: "x".repeat(10_001) } }],
  ["connect", { origin: "h".repeat(2_001), credentials: { kind: "token", token: "rmm_1" } }],
  ["registerShortcuts", { bindings: binding }],
  ["registerShortcuts", { bindings: [{ ...binding, romId: 0 }] }],
  ["registerShortcuts", { bindings: [{ ...binding, romId: -7 }] }],
  ["registerShortcuts", { bindings: [{ ...binding, romId: 7.5 }] }],
  ["registerShortcuts", { bindings: [{ ...binding, slot: "" }] }],
  ["registerShortcuts", { bindings: [{ ...binding, slot: "s".repeat(256) }] }],
  ["registerShortcuts", { bindings: [{ ...binding, slot: "half \ud83d" }] }],
  ["registerShortcuts", { bindings: [{ ...binding, save: { ...save, path: "" } }] }],
  ["registerShortcuts", { bindings: [{ ...binding, save: { ...save, path: "/a\0b" } }] }],
  ["registerShortcuts", { bindings: [{ ...binding, save: { ...save, path: "/half \udc00" } }] }],
  ["registerShortcuts", { bindings: [{ ...binding, save: { ...save, kind: "cloud" } }] }],
  [
    "registerShortcuts",
    {
      bindings: [
        {
          ...binding,
          save: { kind: "files", folder: "/a", match: { stem: "b", extensions: [] }, emulator: "" },
        },
      ],
    },
  ],
  ["resolveConflicts", { choices: [{ conflictId: "c", choice: "both" }] }],
  ["releaseHeld", { unitIds: ["u"], choice: "forget" }],
  ["releaseHeld", { unitIds: "u", choice: "go-on" }],
  ["restoreSnapshot", { snapshotId: "" }],
  ["restoreSnapshot", {}],
  ["listActivity", { limit: 0 }],
  ["listActivity", { limit: 1.5 }],
  ["listActivity", { limit: -1 }],
  ["updateSettings", "all"],
  ["letLaunchThrough", { launchId: "" }],
  ["renameDevice", { deviceId: "", name: "Deck" }],
  ["syncAll", { dryRun: 1 }],
];

for (const [method, params] of bad) {
  test(`Refused, with a kind: ${method} ${JSON.stringify(params).slice(0, 120)}`, () => {
    expect(decodeCall(method, params)).toMatchObject({ refusal: badRequest });
  });
}

test("What was given stands in no refusal: it may be a secret.", () => {
  const credentials = { kind: "token", token: { secret: "rmm_1" } };
  const decoded = decodeCall("connect", { origin: "https://romm.home", credentials });
  expect(decoded).toMatchObject({ refusal: badRequest });
  expect(JSON.stringify(decoded)).not.toContain("rmm_1");
});

test("What a binding may hold goes on as it came; a name that was cut in the middle of a letter is mended.", () => {
  const launch = { exe: '"/usr/bin/flatpak"', startDir: "", options: "run org.libretro.RetroArch" };
  const whole = { ...binding, launch, slot: "autosave", steamUser: "1234" };
  expect(decodeCall("registerShortcuts", { bindings: [whole] })).toEqual({ params: { bindings: [whole] } });
  expect(decodeCall("registerShortcuts", { bindings: [{ ...binding, name: "Anguna \ud83d" }] })).toEqual({
    params: { bindings: [{ ...binding, name: "Anguna \ufffd" }] },
  });
});

test("A call that takes nothing is served whatever was sent along.", () => {
  for (const given of [null, 5, [], { page: 2 }]) {
    expect(decodeCall("getOverview", given)).toEqual({ params: {} });
  }
});
