import { fileURLToPath } from "node:url";

export interface PageAsset {
  file: string;
  contentType: string;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where `buildPage` puts the page's script. */
export const pageScript = here("../../../node_modules/.cache/savepoint/steam-page/page.js");

/** By path below `/decks/<deck>/`. */
export const pageAssets: ReadonlyMap<string, PageAsset> = new Map([
  ["", { file: here("page/index.html"), contentType: "text/html; charset=utf-8" }],
  ["page.js", { file: pageScript, contentType: "text/javascript; charset=utf-8" }],
  ["page.css", { file: here("page/page.css"), contentType: "text/css; charset=utf-8" }],
  [
    "plugin/dist/index.js",
    { file: here("../../../dist/index.js"), contentType: "text/javascript; charset=utf-8" },
  ],
]);
