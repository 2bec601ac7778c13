import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflate } from "@sparticuz/chromium";
import { type Browser, chromium, errors, type LaunchOptions } from "playwright-core";

/**
 * A browser without a system browser: `$CHROMIUM` if it is set, else the one from the packages. A browser of the system
 * is never searched for, since a green run with it would hide that a bare machine has none.
 */
export async function launchChromium(): Promise<Browser> {
  const chosen = process.env.CHROMIUM;
  if (chosen) return launch({ executablePath: chosen });
  const folder = await unpackChromium();
  return launch({
    executablePath: join(folder, "chromium"),
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, "al2023", "lib"),
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
    },
  });
}

/** A start takes a third of a second; one that hangs is given up and made once more. */
async function launch(options: LaunchOptions): Promise<Browser> {
  const timed = { ...options, args: flags, timeout: 20_000 };
  return chromium.launch(timed).catch((error: unknown) => {
    if (error instanceof errors.TimeoutError) return chromium.launch(timed);
    throw error;
  });
}

/**
 * Root has no sandbox here; without hinting, text is as wide on every machine. Without the software rasterizer the GPU
 * process does not look for drivers that are not there, and crash until Chromium gives up on it.
 */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-software-rasterizer",
  "--font-render-hinting=none",
  "--disable-dev-shm-usage",
];

const cache = fileURLToPath(new URL("../../node_modules/.cache/savepoint", import.meta.url));
const packageFolder = join(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "..");

/**
 * Unpacks browser, libraries and the one font into a folder below `node_modules/.cache`, once per version (told apart by its size), and answers
 * the folder. It appears whole: two processes at once, or one that was killed, do no harm.
 */
export async function unpackChromium(): Promise<string> {
  const { size } = await stat(join(packageFolder, "bin", "chromium.br"));
  const folder = join(cache, `chromium-${size}`);
  if (await exists(folder)) return folder;
  const unpacking = `${folder}.${process.pid}.${Date.now()}`;
  await mkdir(unpacking, { recursive: true });
  try {
    await inflateInto(unpacking);
    await writeFile(join(unpacking, "fonts.conf"), fontsConf(folder));
    await rename(unpacking, folder);
  } catch (error) {
    await rm(unpacking, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  }
  return folder;
}

/** The package unpacks to `os.tmpdir()`, which it asks for before it first waits: the variable is back before anyone else runs. */
async function inflateInto(folder: string): Promise<void> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  const parts = ["chromium.br", "al2023.tar.br", "fonts.tar.br"].map((name) =>
    inflate(join(packageFolder, "bin", name)),
  );
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await Promise.all(parts);
}

/** Without a font file Chromium draws no text at all; a bare machine has none, so the package's is the only one for all. */
function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, "fonts")}</dir>
  <cachedir>${join(folder, "font-cache")}</cachedir>
</fontconfig>
`;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
