import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "../world/build.ts";
import { launchChromium } from "../world/chromium.ts";
import { createDemoWorld } from "../world/demo/demo-world.ts";
import { startSite } from "../world/demo/site/site.ts";
import { buildPage } from "../world/steam/build-page.ts";
import { encodeWebp } from "./encode-webp.ts";
import { tellInPictures } from "./story.ts";

/** `pnpm readme-pictures`: takes every picture of the README anew, from what ships, in the demo's world. */
const folder = fileURLToPath(new URL("../../.github/", import.meta.url));

await Promise.all([build(), buildPage()]);
const world = await createDemoWorld({ faults: [] });
const site = await startSite(world, { idleMs: 3_600_000, onIdle: () => {} });
const browser = await launchChromium();
try {
  for await (const { name, png } of tellInPictures({ world, siteUrl: site.url, browser })) {
    const webp = await encodeWebp(browser, png);
    await writeFile(`${folder}${name}.webp`, webp);
    console.log(`.github/${name}.webp  ${Math.round(webp.byteLength / 1000)} kB`);
  }
} finally {
  await browser.close();
  await site.stop();
  await world.stop();
}
