import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import ts from "typescript";

const files = new Map([
  ["/", { name: "index.html", contentType: "text/html; charset=utf-8" }],
  ["/page.css", { name: "page.css", contentType: "text/css; charset=utf-8" }],
  ["/decks.css", { name: "decks.css", contentType: "text/css; charset=utf-8" }],
  ["/page.js", { name: "page.ts", contentType: "text/javascript; charset=utf-8" }],
  ["/icon.svg", { name: "icon.svg", contentType: "image/svg+xml" }],
]);

/** The demo's own page; types are taken off its script on the way out. */
export async function sendPageFile(path: string, response: ServerResponse): Promise<void> {
  const file = files.get(path);
  if (file === undefined) return void response.writeHead(404).end();
  const content = await readFile(new URL(`page/${file.name}`, import.meta.url), "utf8");
  const body = file.name.endsWith(".ts")
    ? ts.transpile(content, { target: ts.ScriptTarget.ES2022 })
    : content;
  response.writeHead(200, { "content-type": file.contentType, "cache-control": "no-store" }).end(body);
}
