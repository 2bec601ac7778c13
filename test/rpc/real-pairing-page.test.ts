import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { launchChromium } from "../world/chromium.ts";
import { setUpSignIn } from "./sign-in-world.ts";

/* The player answers on RomM's page, in a real browser; the Deck is a real backend. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** A Deck that waits, and the page that its QR code leads to, with the code looked up. */
async function setUp(context: TestContext) {
  const world = await setUpSignIn(context, "5.2");
  const started = await world.api().startPairing({ origin: world.romm.origin });
  const pairing = started.ok ? started.value : expect.fail(JSON.stringify(started));
  const page: Page = await browser.newPage();
  context.onTestFinished(() => page.close());
  await page.goto(pairing.urlWithCode);
  await page.getByRole("button", { name: "Look" }).click();
  await page.getByText("assets.write").waitFor();
  return { page, awaited: world.api().awaitPairing(pairing) };
}

test.concurrent("Approved on RomM's page, under the name that was typed there, the Deck is signed in.", async (context) => {
  const { page, awaited } = await setUp(context);
  await page.getByLabel("Name").fill("Deck upstairs");
  await page.getByRole("button", { name: "Approve" }).click();
  await page.getByText("Approved").waitFor();
  expect(await awaited).toMatchObject({
    ok: true,
    value: { deviceName: "Deck upstairs", missingRights: [] },
  });
});

test.concurrent("Approved without one of the rights that saves need, the Deck says which.", async (context) => {
  const { page, awaited } = await setUp(context);
  await page.getByLabel("assets.write").uncheck();
  await page.getByRole("button", { name: "Approve" }).click();
  expect(await awaited).toEqual({ ok: false, error: { kind: "missing-rights", missing: ["assets.write"] } });
});

test.concurrent("Denied on RomM's page, the Deck says so.", async (context) => {
  const { page, awaited } = await setUp(context);
  await page.getByRole("button", { name: "Deny" }).click();
  await page.getByText("Denied").waitFor();
  expect(await awaited).toEqual({ ok: false, error: { kind: "pairing-denied" } });
});
