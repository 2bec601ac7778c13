import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "../../world/build.ts";
import { launchChromium } from "../../world/chromium.ts";
import { buildPage } from "../../world/steam/build-page.ts";
import { contactSheet } from "./contact-sheet.ts";
import { pictureStates } from "./states.ts";
import { type Picture, pictureHeights, pictureLanguages, takePicture } from "./take-picture.ts";

/** `pnpm pictures`: every state in both heights and languages, what is wrong with each, and all of them on one sheet. */
const folder = fileURLToPath(new URL("../../screenshots/shots/", import.meta.url));
const only = process.argv[2] ?? "";

await mkdir(folder, { recursive: true });
await Promise.all([build(), buildPage()]);
const browser = await launchChromium();
const states = pictureStates(Date.now()).filter(({ name }) => name.includes(only));
for (const language of pictureLanguages) {
  for (const height of pictureHeights) {
    const pictures: Picture[] = [];
    for (const state of states) {
      const picture = await takePicture(browser, state, { height, language });
      pictures.push(picture);
      await writeFile(`${folder}${picture.name}.png`, picture.png);
      for (const { law, about } of picture.findings) console.log(`${picture.name}: ${law}: ${about}`);
    }
    await contactSheet(browser, pictures, `${folder}sheet-${language}-${height}.png`);
  }
}
await browser.close();
console.log(`${states.length} states, ${states.length * 4} pictures in ${folder}`);
