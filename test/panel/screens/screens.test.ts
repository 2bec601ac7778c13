import { expect, test } from "vitest";
import { createScreens } from "../../../src/screens/open-screen.ts";
import { pageNames, pathOf, routeOf, type ScreenRoute } from "../../../src/screens/routes.ts";

function setupScreens(has: { routes: boolean; dialogs: boolean; isGameRunning?: boolean }) {
  const log: string[] = [];
  const screens = createScreens({
    navigate: has.routes ? (path) => void log.push(`navigate ${path}`) : null,
    showDialog: ({ screen }) => has.dialogs && log.push(`dialog ${screen}`) > 0,
    isGameRunning: () => has.isGameRunning ?? false,
  });
  return { log, screens };
}

test("A screen opens as a page of Steam's, else as a dialog, else in the menu itself", () => {
  const routed = setupScreens({ routes: true, dialogs: true });
  routed.screens.open({ screen: "games" });
  expect(routed.log).toEqual(["navigate /savepoint/games"]);
  const dialogs = setupScreens({ routes: false, dialogs: true });
  dialogs.screens.open({ screen: "games" });
  expect(dialogs.log).toEqual(["dialog games"]);
  const bare = setupScreens({ routes: false, dialogs: false });
  bare.screens.open({ screen: "games" });
  expect(bare.screens.inPlace()).toEqual({ screen: "games" });
  bare.screens.leave();
  expect(bare.screens.inPlace()).toBe(null);
});

test("While a game runs nothing leaves it, and what opened in place goes on in place", () => {
  const { log, screens } = setupScreens({ routes: true, dialogs: true, isGameRunning: true });
  screens.open({ screen: "games" });
  screens.open({ screen: "game", appId: 7 });
  expect(screens.inPlace()).toEqual({ screen: "game", appId: 7 });
  screens.leave();
  expect(screens.inPlace()).toEqual({ screen: "games" });
  expect(log).toEqual([]);
});

test("Every screen has a path, and the path leads to it", () => {
  const routes: ScreenRoute[] = [
    ...pageNames.map((screen) => ({ screen })),
    { screen: "start" },
    { screen: "add" },
    { screen: "fix", appId: 1 },
    { screen: "place", appId: 2 },
    { screen: "game", appId: 2_147_483_649 },
    { screen: "choose", conflictId: "a/b c#1" },
  ];
  for (const route of routes) {
    const [, , screen, subject] = pathOf(route).split("/");
    const params = { ...(screen && { screen }), ...(subject && { subject: decodeURIComponent(subject) }) };
    expect(routeOf(params)).toEqual(route);
  }
  expect(routeOf({ screen: "elsewhere" })).toBe(null);
  expect(routeOf({ screen: "game", subject: "x" })).toBe(null);
});
