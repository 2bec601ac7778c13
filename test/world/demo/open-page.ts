import { spawn } from "node:child_process";
import { buildPage } from "../steam/build-page.ts";
import { createDemoWorld } from "./demo-world.ts";
import { startSite } from "./site/site.ts";

const idleMs = 10 * 60_000;

/** Serves the page with both Decks, as the zip leaves them, until nobody has it open any more. */
export async function openPage(
  p: { faults: string[]; onIdle: () => void },
  keep: (stop: () => Promise<void>) => void,
): Promise<void> {
  const [world] = await Promise.all([startWorld(p.faults, keep), buildPage()]);
  const site = await startSite(world, { idleMs, onIdle: p.onIdle });
  keep(site.stop);
  console.log(`\n  Savepoint: two Decks and one RomM, side by side at\n\n    ${site.url}\n`);
  console.log("  Ctrl-C ends it, and so do ten minutes without the page.\n");
  if (process.stdout.isTTY && process.env.CI === undefined) openInBrowser(site.url);
}

async function startWorld(faults: string[], keep: (stop: () => Promise<void>) => void) {
  const world = await createDemoWorld({ faults });
  keep(world.stop);
  // On a player's own server the demo keeps to a slot of its own, which the first steps would not choose.
  if (!world.romm.isStandIn) for (const name of ["a", "b"] as const) await world.signIn(name);
  return world;
}

/** A machine without a desktop has no such program; then the printed address has to do. */
function openInBrowser(url: string): void {
  const opener = process.platform === "darwin" ? "open" : "xdg-open";
  const child = spawn(opener, [url], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
