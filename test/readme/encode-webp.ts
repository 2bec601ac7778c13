import type { Browser } from "playwright-core";

/** A third of the PNG's bytes, and no difference that an eye sees. The browser that took the picture encodes it too. */
export async function encodeWebp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  try {
    const url = await page.evaluate(
      async (source) => {
        const picture = new Image();
        picture.src = source;
        await picture.decode();
        const canvas = document.createElement("canvas");
        canvas.width = picture.naturalWidth;
        canvas.height = picture.naturalHeight;
        canvas.getContext("2d")?.drawImage(picture, 0, 0);
        return canvas.toDataURL("image/webp", 0.88);
      },
      `data:image/png;base64,${png.toString("base64")}`,
    );
    return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
  } finally {
    await page.close();
  }
}
