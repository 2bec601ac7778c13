import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { expect, type TestContext, test } from "vitest";
import { encodeShortcuts, steamEntry, type VdfTree } from "../shortcuts/vdf-bytes.ts";
import { startRomm } from "../world/romm/server.ts";
import { answerTo, setUpRealBackend } from "./set-up-real-backend.ts";

const progress = v.object({
  event: v.literal("scan"),
  payload: v.object({
    scanId: v.string(),
    done: v.number(),
    matches: v.array(
      v.object({ app: v.object({ name: v.string(), steamUser: v.string() }), certainty: v.string() }),
    ),
    end: v.nullable(v.object({ kind: v.string() })),
  }),
});

test("the shortcuts of both Steam users stream out of the real backend, and the whole can be read afterwards", async (context) => {
  const { backend, folder, api } = await setUpRealBackend(context);
  const romm = await setUpRomm(context);
  const list = (user: string) => join(folder, `.local/share/Steam/userdata/${user}/config/shortcuts.vdf`);
  await put(list("11"), [
    game(1, "Chrono Trigger (USA).sfc"),
    steamEntry({ appId: 2, name: "Firefox", options: "x" }),
  ]);
  await put(list("22"), [game(3, "Terranigma (Europe).sfc")]);
  await put(list("33"), []);
  await writeFile(list("33"), "no list at all");
  const { origin, token } = romm;
  expect(await api.connect({ origin, credentials: { kind: "token", token } })).toMatchObject({ ok: true });

  backend.call(1, "startScan", {});
  const { scanId } = v.parse(v.object({ scanId: v.string() }), (await answerTo(backend, 1)).result);
  const told: string[] = [];
  for (let end: unknown = null; end === null; ) {
    const event = v.safeParse(progress, (await backend.read(1))[0]);
    if (!event.success) continue;
    const { payload } = event.output;
    expect(payload.scanId).toBe(scanId);
    told.push(...payload.matches.map(({ app, certainty }) => `${app.steamUser} ${app.name}: ${certainty}`));
    end = payload.end;
  }
  const all = [
    "11 Chrono Trigger (USA).sfc: certain",
    "11 Firefox: none",
    "22 Terranigma (Europe).sfc: certain",
  ];
  expect(told.sort()).toEqual(all);
  const scan = await api.getScan({});
  expect(scan).toMatchObject({
    scanId,
    done: 3,
    total: 3,
    end: { kind: "done" },
    unreadable: [{ path: list("33") }],
  });
  expect(await api.searchRoms({ text: "chrono" })).toMatchObject({
    ok: true,
    value: [{ platformSlug: "snes" }],
  });
  expect(await api.searchRoms({ text: 5 } as never)).toMatchObject({
    ok: false,
    error: { kind: "bad-request" },
  });
});

function game(appId: number, file: string): VdfTree {
  return steamEntry({ appId, name: file, options: `run org.libretro.RetroArch "/roms/snes/${file}"` });
}

async function put(path: string, entries: VdfTree[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, encodeShortcuts(entries));
}

async function setUpRomm(context: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "savepoint-romm-"));
  const romm = await startRomm({ folder });
  for (const fsName of ["Chrono Trigger (USA).sfc", "Terranigma (Europe).sfc"])
    romm.addRom({ platform: "snes", fsName });
  context.onTestFinished(async () => {
    await romm.stop();
    await rm(folder, { recursive: true });
  });
  return romm;
}
