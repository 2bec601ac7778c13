import { build } from "./build.ts";
import { unpackChromium } from "./chromium.ts";
import { buildPage } from "./steam/build-page.ts";

/** Tests run on what ships: bundles, stand-in page and browser are made ready once, before all of them. */
export default async function setup(): Promise<void> {
  await Promise.all([build(), buildPage(), unpackChromium()]);
}
