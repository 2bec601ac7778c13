import { expect, test } from "vitest";
import { idleOverview } from "../overviews.ts";
import { setupPanelPages } from "./open-panel.ts";

/** RomM has a new address, by gamepad: the same one is used, another one is not taken for it. */

const openPanel = setupPanelPages();

async function openMove() {
  const opened = await openPanel(idleOverview(Date.now()));
  const { page, pad } = opened;
  await pad.goTo("More");
  await pad.press("a");
  await page.getByTestId("page").waitFor();
  await pad.press("right");
  await pad.goTo("RomM has a new address");
  await pad.press("a");
  await page.getByLabel("Address").waitFor();
  return opened;
}

test("The same RomM at another address is used, and the focus goes on from step to step", async () => {
  const { deck, page, pad, complaints } = await openMove();
  await pad.type("romm.new.lan");
  await page.getByText("RomM 5.2.0 answers at http://romm.new.lan").waitFor();
  await pad.goTo("Use this address");
  await pad.press("a");
  await page.getByText("Same RomM. Your account goes by http://romm.new.lan now.").waitFor();
  await pad.goTo("Done");
  await pad.press("a");
  await page.getByText("maria on http://romm.new.lan").waitFor();
  expect(deck.calls.filter(({ method }) => method === "moveServer").length).toBe(1);
  expect(complaints).toEqual([]);
});

test("Another RomM is told by the saves that it does not know, and offered as another account", async () => {
  const { deck, page, pad } = await openMove();
  deck.moveErrors.push({ kind: "another-server", knownSaves: 3, ofSaves: 60 });
  await pad.type("romm.other.lan");
  await pad.goTo("Use this address");
  await pad.press("a");
  await page.getByText("This is another RomM: it has 3 of the 60 saves").waitFor();
  await pad.goTo("Sign in there instead");
  await pad.press("a");
  await page.getByText("K7QX-2MPD").waitFor();
});

test("An address where nothing answers is told with what was tried, and what was typed stays", async () => {
  const { deck, page, pad } = await openMove();
  deck.findErrors.push({
    kind: "romm",
    code: "offline",
    detail: "",
    tried: ["https://romm.gone.lan", "http://romm.gone.lan:8080"],
    at: "https://romm.gone.lan",
  });
  await pad.type("romm.gone.lan");
  await page.getByText("Nothing answers at romm.gone.lan. Tried https and http port 8080.").waitFor();
  expect(await page.getByLabel("Address").inputValue()).toBe("romm.gone.lan");
});
