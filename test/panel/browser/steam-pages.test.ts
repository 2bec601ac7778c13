import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { measureContrast } from "../measure/contrast.ts";
import { conflictOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/** What Savepoint adds to Steam's own page and menu of a game: a line and an entry, and never more than Steam can bear. */

const now = Date.now();
const anguna = 0x80000001;
const tobu = 0x80000002;
const openPanel = setupPanelPages();

const line = (page: Page) => page.locator("[data-game-line]");
const entry = (page: Page) => page.getByTestId("menu").getByText("Saves…");

async function openAppPage(page: Page, appId: number): Promise<void> {
  if ((await page.getByTestId("panel").count()) > 0) await page.keyboard.press("q");
  await page.getByTestId(`open-${appId}`).click();
  await page.locator(`[data-path="/library/app/${appId}"] [data-testid="play-${appId}"]`).waitFor();
}

async function playFromPage(page: Page, appId: number): Promise<void> {
  await page.getByTestId(`play-${appId}`).click();
  await page.getByTestId(`exit-${appId}`).waitFor();
}

test("A game's page says how its save stands, above Play, and one press leads on and back", async () => {
  const { deck, page, pad, complaints, shoot } = await openPanel(conflictOverview(now));
  await openAppPage(page, tobu);
  await line(page).getByText("Your choice is needed").waitFor();
  expect(deck.calls).toContainEqual({ method: "look", params: { appId: tobu } });
  await expect.poll(() => pad.focused()).toBe("Play");
  await shoot("game-page");
  await pad.press("up");
  expect(await pad.focused()).toBe("Your choice is needed");
  expect((await measureContrast(page, "[data-game-line]"))[0]?.ratio).toBeGreaterThanOrEqual(4.5);
  await pad.press("a");
  await page.getByText("Tobu Tobu Girl Deluxe: which save?").waitFor();
  await pad.press("b");
  await line(page).waitFor();
  expect(await line(page).count()).toBe(1);
  expect(complaints).toEqual([]);
});

test("The line follows the save while the page is open, and other games' pages have none", async () => {
  const { deck, page, complaints } = await openPanel(conflictOverview(now));
  deck.apps = [...deck.apps, { appId: 440, name: "A game of Steam's", isRunning: false, sessions: [] }];
  await page.reload();
  await page.getByTestId("panel").waitFor();
  await openAppPage(page, anguna);
  await line(page).getByText("Safe to play elsewhere").waitFor();
  const shortcuts = deck.overview.shortcuts.map((each) =>
    each.appId === anguna ? { ...each, status: { kind: "will-upload" } as const } : each,
  );
  deck.show({ shortcuts });
  await line(page).getByText("Goes to RomM next").waitFor();
  await page.keyboard.press("Escape");
  await openAppPage(page, 440);
  await page.waitForTimeout(300);
  expect(await line(page).count()).toBe(0);
  await page.keyboard.press("o");
  await page.getByTestId("menu").getByText("Properties").waitFor();
  expect(await entry(page).count()).toBe(0);
  expect(complaints).toEqual([]);
});

test("A game's menu leads to its saves, also after the game moved on below the open menu", async () => {
  const { deck, page, pad, complaints, shoot } = await openPanel(conflictOverview(now));
  await openAppPage(page, anguna);
  await line(page).waitFor();
  await expect.poll(() => pad.focused()).toBe("Play");
  await pad.press("menu");
  await entry(page).waitFor();
  await shoot("game-menu");
  await deck.launch(anguna);
  await page.getByTestId("menu").getByText("Exit game").waitFor();
  await deck.exit(anguna);
  await page.getByTestId("menu").getByText("Play").waitFor();
  expect(await entry(page).count()).toBe(1);
  await pad.goTo("Saves…");
  await pad.press("a");
  await page.locator('[data-path="/savepoint/game/2147483649"]').waitFor();
  expect(complaints).toEqual([]);
});

test("While a game runs its page still leads to its saves, past the Quick Access page that nobody sees", async () => {
  const { deck, page, pad } = await openPanel(conflictOverview(now));
  await openAppPage(page, anguna);
  await deck.launch(anguna);
  await page.getByTestId(`exit-${anguna}`).waitFor();
  await pad.goTo("Safe to play elsewhere", "up");
  await pad.press("a");
  await page.locator('[data-path="/savepoint/game/2147483649"]').waitFor();
});

test("Loaded anew there is one line and one entry; unloaded there is none, and the game starts", async () => {
  const { page, pad, complaints } = await openPanel(conflictOverview(now));
  await openAppPage(page, anguna);
  await line(page).waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event("decky-reload")));
  await page.waitForTimeout(500);
  await line(page).waitFor();
  expect(await line(page).count()).toBe(1);
  await page.keyboard.press("o");
  await entry(page).waitFor();
  expect(await entry(page).count()).toBe(1);
  await page.keyboard.press("Escape");
  await page.evaluate(() => window.dispatchEvent(new Event("decky-unload")));
  await line(page).waitFor({ state: "detached" });
  await expect.poll(() => pad.focused()).toBe("Play");
  await page.keyboard.press("o");
  await page.getByTestId("menu").getByText("Properties").waitFor();
  expect(await entry(page).count()).toBe(0);
  await page.keyboard.press("Escape");
  await playFromPage(page, anguna);
  expect(complaints).toEqual([]);
});

test("Beside another plugin's patch of the same page both are there, whoever was first", async () => {
  const { page, complaints } = await openPanel(conflictOverview(now));
  const addOther = () =>
    page.evaluate(() => {
      const dfl = Reflect.get(window, "DFL");
      const react = Reflect.get(window, "SP_REACT");
      const api = Reflect.get(
        window,
        "__DECKY_SECRET_INTERNALS_DO_NOT_USE_OR_YOU_WILL_BE_FIRED_deckyLoaderAPIInit",
      );
      type Any = { props: { className?: string; children: Any & Any[]; overview?: object } };
      const change = dfl.createReactTreePatcher(
        [
          (tree: Any) =>
            dfl.findInReactTree(tree, (x: Any) => x?.props?.children?.props?.overview)?.props.children,
        ],
        (_: unknown, drawn: Any) => {
          const { InnerContainer } = dfl.appDetailsClasses;
          const isInner = (x: Any) => x?.props?.className?.includes(InnerContainer);
          dfl
            .findInReactTree(drawn, isInner)
            ?.props.children.splice(1, 0, react.createElement("p", { key: "other" }, "Of another plugin"));
          return drawn;
        },
      );
      api.connect(2, "Other").routerHook.addPatch("/library/app/:appid", (route: Any) => {
        dfl.afterPatch(route.props?.children ?? Reflect.get(route, "children").props, "renderFunc", change);
        return route;
      });
    });
  await addOther();
  await openAppPage(page, anguna);
  await line(page).waitFor();
  await page.getByText("Of another plugin").waitFor();
  // Now ours comes last.
  await page.evaluate(() => window.dispatchEvent(new Event("decky-reload")));
  await page.waitForTimeout(500);
  await line(page).waitFor();
  expect(await page.getByText("Of another plugin").count()).toBe(1);
  expect(await line(page).count()).toBe(1);
  expect(complaints).toEqual([]);
});

test.each(["function", "overview", "container", "panel"])(
  "Where Steam's page has another %s it is drawn as Steam draws it, and the game starts",
  async (changed) => {
    const { page, complaints } = await openPanel(conflictOverview(now), `?changed=${changed}`);
    await openAppPage(page, anguna);
    await page.getByText("3 play sessions in the save").waitFor();
    await page.waitForTimeout(200);
    expect(await line(page).count()).toBe(0);
    await playFromPage(page, anguna);
    expect(complaints).toEqual([]);
  },
);

test.each(["menu", "items"])("Where Steam's menu has other %s it opens as Steam's own", async (changed) => {
  const { page, complaints } = await openPanel(conflictOverview(now), `?changed=${changed}`);
  await openAppPage(page, anguna);
  await line(page).waitFor();
  await page.keyboard.press("o");
  await page.getByTestId("menu").getByText("Properties").waitFor();
  expect(await entry(page).count()).toBe(0);
  await page.keyboard.press("Escape");
  await playFromPage(page, anguna);
  expect(complaints).toEqual([]);
});

test.each([
  "findInReactTree",
  "createReactTreePatcher",
  "appDetailsClasses",
  "findModuleByExport",
  "fakeRenderComponent",
  "afterPatch",
  "MenuItem",
  "DialogButton",
  "routerHook",
  "Navigation",
])("Without %s Steam's page and menu of a game open, and the game starts from there", async (gone) => {
  const { page, complaints } = await openPanel(conflictOverview(now), `?without=${gone}`);
  await openAppPage(page, anguna);
  await page.keyboard.press("o");
  await page.getByTestId("menu").getByText("Properties").waitFor();
  await page.keyboard.press("Escape");
  await playFromPage(page, anguna);
  expect(complaints).toEqual([]);
});
