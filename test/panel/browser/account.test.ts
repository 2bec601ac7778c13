import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { ConnectError } from "../../../backend/contract/account.ts";
import type { Overview } from "../../../backend/contract/overview.ts";
import { connected, emptyOverview, mixedOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

const now = Date.now();
const openPanel = setupPanelPages();

const panel = (page: Page) => page.getByTestId("panel");

const signedOut: Overview = { ...emptyOverview(now), connection: { kind: "signed-out" } };

test("Signing in: a refused token says so and keeps what was typed, then it works", async () => {
  const { deck, page, complaints, shoot } = await openPanel(signedOut);
  await shoot("signed-out");
  deck.connectErrors.push({ kind: "romm", code: "unauthorized", detail: "401" });
  await page.getByRole("button", { name: "Connect to RomM" }).click();
  await page.getByLabel("Address").fill(" http://romm.home.lan ");
  await page.getByLabel("API token").fill("rmm_1");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByText("RomM does not accept this token").waitFor();
  expect(await page.getByLabel("Address").inputValue()).toBe(" http://romm.home.lan ");
  await shoot("connect-refused");
  await page.getByLabel("API token").fill("rmm_2");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await panel(page).getByText("maria on Deck upstairs").waitFor();
  expect(await page.getByTestId("modal").count()).toBe(0);
  expect(deck.calls.filter(({ method }) => method === "connect").map(({ params }) => params)).toEqual([
    { origin: "http://romm.home.lan", credentials: { kind: "token", token: "rmm_1" } },
    { origin: "http://romm.home.lan", credentials: { kind: "token", token: "rmm_2" } },
  ]);
  await shoot("first-run");
  expect(complaints).toEqual([]);
});

test("Each way in which signing in fails tells the player what to do", async () => {
  const failures: [ConnectError, string][] = [
    [{ kind: "bad-origin", origin: "x", why: "not-an-address" }, "starts with http://"],
    [{ kind: "too-old", serverVersion: "4.6.1", needed: "4.7.0" }, "4.6.1"],
    [{ kind: "state-read-only" }, "Update Savepoint"],
    [{ kind: "romm", code: "offline", detail: "" }, "Nothing answers there"],
    [{ kind: "romm", code: "busy", detail: "" }, "Too many tries"],
  ];
  const { deck, page } = await openPanel(signedOut);
  deck.connectErrors.push(...failures.map(([error]) => error));
  await page.getByRole("button", { name: "Connect to RomM" }).click();
  await page.getByLabel("Address").fill("x");
  await page.getByLabel("API token").fill("y");
  for (const [, text] of failures) {
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await page.getByTestId("modal").getByText(text).waitFor();
  }
});

test("The account's page shows who is signed in where, and signs out", async () => {
  const { page, complaints } = await openPanel(mixedOverview(now));
  await page.getByRole("button", { name: /romm\.home\.lan/ }).click();
  expect(await page.getByTestId("modal").count()).toBe(1);
  expect(await page.getByTestId("modal").textContent()).toContain("5.2.0");
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("button", { name: "Connect to RomM" }).waitFor();
  expect(complaints).toEqual([]);
});

test("Without RomM each game says that it waits, and the account says why", async () => {
  const server = {
    kind: "failed",
    atMs: now,
    problem: { kind: "romm", code: "offline", detail: "" },
  } as const;
  const overview = mixedOverview(now);
  const { page, shoot } = await openPanel({
    ...overview,
    connection: connected(now, server),
    shortcuts: overview.shortcuts.map((each) => ({ ...each, status: { kind: "waiting-for-network" } })),
  });
  expect(await panel(page).getByText("Waiting for RomM").count()).toBe(6);
  await panel(page).getByText("RomM does not answer").waitFor();
  await shoot("offline");
});
