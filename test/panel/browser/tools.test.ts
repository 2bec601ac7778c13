import { expect, test } from "vitest";
import { createGamepad } from "../driver/gamepad.ts";
import { measurePage } from "../measure/measure-page.ts";
import { idleOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/** The tools by which the panel is judged see what is planted: a tool that cannot fail proves nothing. */

const openPanel = setupPanelPages();
const panel = '[data-testid="panel"]';

async function plant(html: string) {
  const opened = await openPanel(idleOverview(Date.now()));
  await opened.page.locator("[data-app-id]").first().waitFor();
  await opened.page
    .locator(panel)
    .evaluate((root, planted) => root.insertAdjacentHTML("afterbegin", planted), html);
  const found = await measurePage(opened.page, panel);
  return { ...opened, found: found.filter(({ about }) => about.includes("Planted")).map(({ law }) => law) };
}

test("A click on what the gamepad cannot reach is found, and by keys it is never reached", async () => {
  const { found, page } = await plant('<div onclick="void 0">Planted</div>');
  expect(found).toEqual(["unreachable"]);
  await expect(createGamepad(page).goTo("Planted")).rejects.toThrow("was reached by down");
});

test("Lost focus is noticed at the press that lost it", async () => {
  const { page } = await plant("");
  const pad = createGamepad(page);
  await pad.press("down");
  await page.evaluate(() => {
    document.addEventListener("focusin", ({ target }) =>
      setTimeout(() => target instanceof HTMLElement && target.blur(), 30),
    );
  });
  await expect(
    (async () => {
      await pad.press("down");
      await page.waitForTimeout(60);
      await pad.press("x");
    })(),
  ).rejects.toThrow("The focus was lost");
});

test("Small, faint, cut off and overlapping things are found", async () => {
  expect((await plant('<div style="font-size:11px">Planted</div>')).found).toEqual(["small-text"]);
  expect((await plant('<div style="color:#67707b">Planted</div>')).found).toEqual(["contrast"]);
  expect(
    (await plant('<div style="width:30px;overflow:hidden;white-space:nowrap">Planted and cut</div>')).found,
  ).toEqual(["clipped"]);
  const button = '<button data-focus="" style="position:absolute;top:99px">Planted</button>';
  expect((await plant(button + button)).found).toContain("overlap");
});

test("A button that lies too low, and a focus that cannot be seen, are found", async () => {
  const low = '<div style="height:200px"></div><button data-focus="">Planted</button>';
  expect((await plant(low)).found).toContain("first-action");
  const { page } = await plant('<p tabindex="0" data-focus="" id="plain" style="outline:none">Planted</p>');
  await page.locator("#plain").focus();
  expect(await measurePage(page, panel)).toContainEqual({ law: "focus-invisible", about: "Planted" });
});

test("Nothing can be typed before the on-screen keyboard is up, and it may not cover its field", async () => {
  const overview = idleOverview(Date.now());
  const { deck, page } = await openPanel({
    ...overview,
    shortcuts: [],
    connection: { kind: "signed-out" },
  });
  deck.findErrors.push({ kind: "romm", code: "offline", detail: "", tried: [], at: null });
  const pad = createGamepad(page);
  await pad.goTo("Set up");
  await pad.press("a");
  await page.getByLabel("Address").focus();
  await page.keyboard.type("abc");
  expect(await page.getByLabel("Address").inputValue()).toBe("");
  await pad.type("romm.home.lan");
  expect(await page.getByLabel("Address").inputValue()).toBe("romm.home.lan");
  expect(await pad.hint("cancel")).toBe("Back");
});
