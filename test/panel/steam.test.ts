import { afterEach, expect, test } from "vitest";
import { onAppLifetime } from "../../src/steam/app-lifetime.ts";
import { cancelGameAction, onGameActionStart } from "../../src/steam/game-actions.ts";
import { appIdFromGameId, gameIdFromAppId } from "../../src/steam/game-id.ts";
import { listLanguages } from "../../src/steam/language.ts";
import { runGame } from "../../src/steam/run-game.ts";
import { listRunningApps } from "../../src/steam/running-apps.ts";
import { watchUiMode } from "../../src/steam/ui-mode.ts";
import { settle } from "./fake-clock.ts";

/** Steam's objects as this test pretends them; removed after each. */
function setupSteam(globals: object): void {
  Object.assign(globalThis, globals);
}

afterEach(() => {
  for (const name of ["SteamClient", "SteamUIStore", "LocalizationManager"])
    Reflect.deleteProperty(globalThis, name);
});

test.each([
  ["the app id as text", "2147483650", 2147483650],
  ["the app id as a number", 2147483650, 2147483650],
  ["the 64-bit game id of a shortcut", "9223372045478264832", 2147483650],
  ["the app id of a Steam game", "620", 620],
  ["something that is no number", "abc", null],
  ["nothing", "", null],
  ["an object", {}, null],
  ["a negative number", -1, null],
])("The app is found in %s", (_, id, appId) => {
  expect(appIdFromGameId(id)).toBe(appId);
});

test("A shortcut's game id leads back to it", () => {
  for (const appId of [0x80000000, 0x80000002, 0xffffffff])
    expect(appIdFromGameId(gameIdFromAppId(appId))).toBe(appId);
});

test("Without Steam's functions nothing throws: listening hears nothing, cancelling says that it cannot", () => {
  onGameActionStart(() => {})();
  onAppLifetime(() => {})();
  expect(cancelGameAction(1)).toBe(false);
  expect(listRunningApps()).toBeNull();
  expect(watchUiMode().isDesktop()).toBe(false);
  expect(() => runGame(1)).toThrow("RunGame");
});

test("Steam's functions are called on their owner", () => {
  const calls: unknown[] = [];
  const apps = {
    RunGame(this: unknown, ...args: unknown[]) {
      calls.push([this === apps, ...args]);
    },
  };
  setupSteam({ SteamClient: { Apps: apps } });
  runGame(0x80000002);
  expect(calls).toEqual([[true, "9223372045478264832", "", -1, 100]]);
});

test("What Steam tells in another shape than known is not heard", () => {
  let tell = (..._: unknown[]) => {};
  let registrations = 0;
  const register = (listener: (...args: unknown[]) => void) => {
    tell = listener;
    registrations += 1;
    return { unregister: () => (registrations -= 1) };
  };
  setupSteam({
    SteamClient: {
      Apps: { RegisterForGameActionStart: register },
      GameSessions: { RegisterForAppLifetimeNotifications: register },
    },
  });
  const heard: unknown[] = [];
  const stopActions = onGameActionStart((action) => heard.push(action));
  tell(7, { odd: true }, "LaunchApp");
  tell("7", "620", "LaunchApp");
  tell(7, "620", "LaunchApp", 100);
  stopActions();
  const stopLifetimes = onAppLifetime((lifetime) => heard.push(lifetime));
  tell(null);
  tell({ unAppID: "620", bRunning: true });
  tell({ unAppID: 620, nInstanceID: 1, bRunning: true });
  stopLifetimes();
  expect(heard).toEqual([
    { actionId: 7, appId: 620, action: "LaunchApp" },
    { appId: 620, isRunning: true },
  ]);
  expect(registrations).toBe(0);
});

test("Running apps are read anew each time, with ids as text or as numbers", () => {
  const store = { RunningApps: [{ appid: 620 }, { appid: "2147483650" }] };
  setupSteam({ SteamUIStore: store });
  expect(listRunningApps()).toEqual([620, 2147483650]);
  store.RunningApps = [];
  expect(listRunningApps()).toEqual([]);
});

test("The desktop interface is known from the start and followed", async () => {
  let tell = (_: unknown) => {};
  const getMode = async () => 7;
  const register = (listener: (mode: unknown) => void) => {
    tell = listener;
    return { unregister: () => {} };
  };
  setupSteam({ SteamClient: { UI: { GetUIMode: getMode, RegisterForUIModeChanged: register } } });
  const mode = watchUiMode();
  expect(mode.isDesktop()).toBe(false);
  await settle();
  expect(mode.isDesktop()).toBe(true);
  tell(4);
  expect(mode.isDesktop()).toBe(false);
});

test("Languages come from Steam", () => {
  setupSteam({ LocalizationManager: { m_rgLocalesToUse: ["de-DE", "en"] } });
  expect(listLanguages()).toEqual(["de-DE", "en"]);
});
