import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { RommProblem } from "../../../backend/contract/errors.ts";
import type { SeenCertificate } from "../../../backend/contract/server.ts";
import { connected, emptyOverview, idleOverview, type Scene } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

const now = Date.now();
const openPanel = setupPanelPages();

const panel = (page: Page) => page.getByTestId("panel");
const screen = (page: Page) => page.getByTestId("page");

const signedOut: Scene = { ...emptyOverview(now), connection: { kind: "signed-out" } };

test("First steps by gamepad: the address is found, and an approved code leads to the games by itself", async () => {
  const { deck, page, pad, complaints, shoot } = await openPanel(signedOut);
  await pad.goTo("Set up");
  await pad.press("a");
  await page.getByLabel("Address").waitFor();
  await pad.type("romm.home.lan");
  await screen(page).getByText("K7QX-2MPD").waitFor();
  await screen(page).getByText("Found RomM 5.2.0 at http://romm.home.lan").waitFor();
  await screen(page).getByText("Waiting for you to approve").waitFor();
  expect(
    await page.locator("[data-qr]").evaluate((code) => code.getBoundingClientRect().width),
  ).toBeGreaterThan(140);
  await expect.poll(() => pad.focused()).toContain("Scan this");
  await shoot("pairing");
  deck.answerPairing({ ok: true, value: connected(now) });
  await screen(page).getByText("Your games").waitFor();
  await pad.press("b");
  await screen(page).waitFor({ state: "detached" });
  await pad.press("quickAccess");
  await panel(page).getByText("Signed in as maria").waitFor();
  expect(pad.count()).toBeLessThan(12);
  expect(complaints).toEqual([]);
});

test("A code that was refused or ran out says so, and there is a new one for one press", async () => {
  const { deck, page, pad } = await openPanel(signedOut);
  await pad.goTo("Set up");
  await pad.press("a");
  await page.getByLabel("Address").waitFor();
  await pad.type("romm.home.lan");
  await screen(page).getByText("K7QX-2MPD").waitFor();
  deck.answerPairing({ ok: false, error: { kind: "pairing-denied" } });
  await screen(page).getByText("It was refused in RomM").waitFor();
  await pad.goTo("New code");
  await pad.press("a");
  await screen(page).getByText("K7QX-2MPD").waitFor();
  await pad.press("b");
  await screen(page).waitFor({ state: "detached" });
  await expect.poll(() => deck.calls.filter(({ method }) => method === "cancelPairing").length).toBe(1);
});

test("What was typed survives an error, B, and a look at another page", async () => {
  const { deck, page, pad } = await openPanel(signedOut);
  deck.findErrors.push({
    ...{ kind: "romm", code: "offline", detail: "" },
    ...{ tried: ["https://romm.hom.lan", "http://romm.hom.lan"], at: null },
  } as const);
  await pad.goTo("Set up");
  await pad.press("a");
  await page.getByLabel("Address").waitFor();
  await pad.type("romm.hom.lan");
  await screen(page).getByText("Nothing answers at").waitFor();
  await screen(page).getByText("Tried https").waitFor();
  await pad.press("b");
  await screen(page).waitFor({ state: "detached" });
  await pad.press("quickAccess");
  await pad.goTo("Set up");
  await pad.press("a");
  expect(await page.getByLabel("Address").inputValue()).toBe("romm.hom.lan");
});

test("A certificate that nothing vouches for is trusted by its fingerprint only, and only when the player says so", async () => {
  const { deck, page, pad } = await openPanel(signedOut);
  const certificate = { fingerprint: "AA:BB:CC" } as SeenCertificate;
  deck.findErrors.push({
    ...{ kind: "romm", code: "untrusted", detail: "", certificate },
    ...{ tried: ["https://romm.home.lan"], at: "https://romm.home.lan" },
  } as const);
  await pad.goTo("Set up");
  await pad.press("a");
  await page.getByLabel("Address").waitFor();
  await pad.type("romm.home.lan");
  await pad.goTo("Trust this certificate");
  await screen(page).getByText("AA:BB:CC").waitFor();
  await pad.press("a");
  await screen(page).getByText("Found RomM").waitFor();
  expect(deck.calls.filter(({ method }) => method === "findServer").map(({ params }) => params)).toEqual([
    { typed: "romm.home.lan" },
    { typed: "romm.home.lan", access: { fingerprint: "AA:BB:CC" } },
  ]);
});

test.each([
  ["Token", { "API token": "rmm_1" }, { kind: "token", token: "rmm_1" }],
  ["I have a pairing code", { Code: "K7QX2MPD" }, { kind: "pairing-code", code: "K7QX2MPD" }],
  [
    "User and password",
    { User: "maria", Password: "secret" },
    { kind: "password", username: "maria", password: "secret" },
  ],
])(
  "By %s: refused, it says so and keeps what was typed; then it works",
  async (door, fields, credentials) => {
    const { deck, page, pad } = await openPanel(signedOut);
    deck.connectErrors.push({ kind: "romm", code: "busy", detail: "" });
    await pad.goTo("Set up");
    await pad.press("a");
    await page.getByLabel("Address").waitFor();
    await pad.type("romm.home.lan");
    await screen(page).getByText("K7QX-2MPD").waitFor();
    await page.getByRole("button", { name: door, exact: true }).focus();
    await pad.press("a");
    for (const [label, text] of Object.entries(fields)) {
      await page.getByLabel(label, { exact: true }).focus();
      await pad.type(text);
    }
    await pad.press("right", "a");
    await screen(page).getByText("Too many tries").waitFor();
    for (const [label, text] of Object.entries(fields))
      expect(await page.getByLabel(label, { exact: true }).inputValue()).toBe(text);
    await page.getByRole("button", { name: "Sign in", exact: true }).focus();
    await pad.press("a");
    await screen(page).getByText("Your games").waitFor();
    expect(deck.calls.filter(({ method }) => method === "connect").map(({ params }) => params)).toEqual([
      { origin: "http://romm.home.lan", credentials },
      { origin: "http://romm.home.lan", credentials },
    ]);
  },
);

test("The account's page shows who is signed in where, and signs out", async () => {
  const { page, pad, complaints } = await openPanel(idleOverview(now));
  await pad.goTo("More");
  await pad.press("a");
  await screen(page).getByText("maria on http://romm.home.lan").waitFor();
  expect(await screen(page).textContent()).toContain("5.2.0");
  await page.getByRole("button", { name: "Sign out" }).click();
  // A save waits here: it is asked first.
  await page.locator('.modal-layer [data-guard="open"]').waitFor();
  await page.locator(".modal-layer").getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in to RomM" }).waitFor();
  expect(complaints).toEqual([]);
});

test("Each way in which RomM is not there has words of its own, and none of them asks for anything in vain", async () => {
  const causes: [RommProblem["code"], string][] = [
    ["no-network", "This Deck is offline"],
    ["offline", "RomM does not answer"],
    ["unauthorized", "RomM asks you to sign in again"],
  ];
  const overview = idleOverview(now);
  const { deck, page, shoot } = await openPanel(overview);
  for (const [code, title] of causes) {
    const server = { kind: "failed", atMs: now, problem: { kind: "romm", code, detail: "" } } as const;
    deck.show({
      connection: connected(now, server),
      shortcuts: overview.shortcuts.map((each) => ({ ...each, status: { kind: "waiting-for-network" } })),
    });
    await panel(page).getByText(title).waitFor();
    await panel(page).getByText("5 saves wait here").waitFor();
    expect(await page.getByRole("button", { name: "Sign in again", exact: true }).count()).toBe(
      code === "unauthorized" ? 1 : 0,
    );
    await shoot(code);
  }
});
