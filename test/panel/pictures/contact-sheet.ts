import type { Browser } from "playwright-core";
import type { Picture } from "./take-picture.ts";

/** All pictures on one, each with its name and what is wrong with it. */
export async function contactSheet(browser: Browser, pictures: Picture[], path: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1760, height: 1000 } });
  const cells = pictures.map(({ name, png, findings }) => {
    const wrong = findings.map(({ law, about }) => `${law}: ${about}`).join("\n");
    const src = `data:image/png;base64,${png.toString("base64")}`;
    return `<figure><img src="${src}" width="427"><figcaption>${name}<pre>${asHtml(wrong)}</pre></figcaption></figure>`;
  });
  await page.setContent(`<style>${style}</style>${cells.join("")}`);
  await page.screenshot({ path, fullPage: true });
  await page.close();
}

const style = `body { margin: 8px; background: #333; color: #fff; font: 12px sans-serif; display: flex; flex-wrap: wrap; gap: 8px }
figure { margin: 0; width: 427px } pre { margin: 0; color: #f88; white-space: pre-wrap }`;

function asHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
