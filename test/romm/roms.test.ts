import { createServer } from "node:http";
import { expect, test } from "vitest";
import type { RomId } from "../../backend/core/vocabulary.ts";
import { close, listen, originOf } from "./fault-server.ts";
import { setupRomm, setupStandIn, versions } from "./setup-romm.ts";

test("a rom is found with what tells it from another, and its absence is proven by RomM itself", async () => {
  const { romm, romId, signal } = await setupStandIn("5.2");
  const identity = { romId, platformSlug: "snes", platformFolder: "snes", fsName: "Alpha (Homebrew).sfc" };
  const told = { ...identity, stem: "Alpha (Homebrew)" };
  expect(await romm.saves.findRom({ romId }, signal)).toMatchObject(told);
  expect(await romm.saves.findRom({ romId: 999 as RomId }, signal)).toBeNull();
});

test.each(versions)(
  "RomM %s: a play status is written and cleared, whichever body this RomM reads",
  async (version) => {
    const { romm, romId, signal } = await setupStandIn(version);
    await romm.roms.setStatus({ romId, status: "completed_100" }, signal);
    expect(await romm.roms.get({ romId }, signal)).toMatchObject({ status: "completed_100" });
    await romm.roms.setStatus({ romId, status: null }, signal);
    expect(await romm.roms.get({ romId }, signal)).toMatchObject({ status: null });
  },
);

test.each(["4.8.0", "5.2.0"])(
  "a wrong guess of RomM's version (%s) does not lose a status",
  async (serverVersion) => {
    const real = serverVersion === "4.8.0" ? "5.2" : "4.8";
    const { world, romId, signal } = await setupStandIn(real);
    const { romm, http } = setupRomm(world.origin, {
      token: world.token,
      serverVersion,
      patience: { quick: 10_000 },
    });
    await romm.roms.setStatus({ romId, status: "finished" }, signal);
    expect(await romm.roms.get({ romId }, signal)).toMatchObject({ status: "finished" });
    http.close();
  },
);

test("all roms of a RetroAchievements id are found, several of one id included", async () => {
  const { romm, world, romId, signal } = await setupStandIn("5.2");
  const twin = world.addRom({ platform: "snes", fsName: "Alpha (Rev 1).sfc", raId: 5 });
  world.addRom({ platform: "snes", fsName: "Beta.sfc", raId: 6 });
  world.addRom({ platform: "snes", fsName: "Gamma.sfc" });
  const found = await romm.roms.listByRaIds({ raIds: new Set([5]) }, signal);
  expect(found.map((rom) => rom.romId)).toEqual([romId, twin.id]);
});

test("awards are read one by one, and what cannot be read is counted", async () => {
  const results = [
    {
      rom_ra_id: 5,
      highest_award_kind: "mastered",
      num_awarded: 10,
      max_possible: 10,
      most_recent_awarded_date: "2025-11-02 20:15:00",
    },
    { rom_ra_id: 6, most_recent_awarded_date: "long ago" },
    { rom_ra_id: null, highest_award_kind: "completed" },
    { rom_ra_id: "seven" },
    "nonsense",
  ];
  const { romm, stop, signal } = await serve(() => ({
    id: 1,
    username: "p",
    ra_username: "player-of-ra",
    ra_progression: { total: 5, results },
  }));
  expect(await romm.users.fetchAwards(signal)).toEqual({
    progress: [
      { raId: 5, award: "mastered", earned: 10, possible: 10 },
      { raId: 6, award: null, earned: null, possible: null },
    ],
    unreadable: 2,
    hasName: true,
    newestEarnedAtMs: Date.UTC(2025, 10, 2, 20, 15),
  });
  await stop();
});

test.each([{ ra_progression: null }, { ra_progression: {} }, { ra_progression: { results: null } }])(
  "no progress yet (%j) is no error",
  async (part) => {
    const { romm, stop, signal } = await serve(() => part);
    expect(await romm.users.fetchAwards(signal)).toEqual({
      progress: [],
      unreadable: 0,
      hasName: false,
      newestEarnedAtMs: null,
    });
    await stop();
  },
);

/** A server that answers by the request's query. */
async function serve(answer: (query: URLSearchParams) => unknown) {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://romm");
    response.end(JSON.stringify(answer(url.searchParams)));
  });
  await listen(server);
  const { romm, http } = setupRomm(originOf(server));
  const stop = async () => {
    http.close();
    await close(server);
  };
  return { romm, stop, signal: new AbortController().signal };
}

function romJson(id: number) {
  return {
    ...{ id, name: `Game ${id}`, fs_name: `${id}.sfc`, fs_name_no_ext: `${id}`, fs_size_bytes: 1 },
    ...{ platform_slug: "snes", rom_user: { status: null } },
  };
}

/** A library in pages, as RomM cuts it; `count` null: it does not say how many there are. */
function pages(ids: number[], count: number | null) {
  return (query: URLSearchParams) => {
    const offset = Number(query.get("offset"));
    const items = ids.slice(offset, offset + Number(query.get("limit"))).map(romJson);
    return { items, total: count, limit: Number(query.get("limit")), offset };
  };
}

const everything = { platformIds: [], withFiles: false };
const ids = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

async function readIds(romm: ReturnType<typeof setupRomm>["romm"], signal: AbortSignal): Promise<number[]> {
  const found: number[] = [];
  for await (const page of romm.library.list(everything, signal))
    found.push(...page.roms.map((rom) => rom.romId));
  return found;
}

test.each([
  { length: 0, total: 0 },
  { length: 500, total: 500 },
  { length: 1203, total: 1203 },
  { length: 0, total: null },
  { length: 500, total: null },
  { length: 1203, total: null },
])("a library of $length roms (told: $total) is listed whole", async ({ length, total }) => {
  const { romm, stop, signal } = await serve(pages(ids(length), total));
  expect(await readIds(romm, signal)).toEqual(ids(length));
  await stop();
});

test("a rom that moves to a later page meanwhile comes once", async () => {
  const shifted = [...ids(500), 500, ...ids(700).slice(500)];
  const { romm, stop, signal } = await serve(pages(shifted, shifted.length));
  expect(await readIds(romm, signal)).toEqual(ids(700));
  await stop();
});

test.each([
  { law: "says that there is more and gives nothing", answer: pages(ids(500), 900) },
  { law: "gives the same page for ever", answer: () => ({ items: ids(500).map(romJson), total: 5000 }) },
])("a server that $law is not taken for a whole library", async ({ answer }) => {
  const { romm, stop, signal } = await serve(answer);
  await expect(readIds(romm, signal)).rejects.toMatchObject({ code: "malformed" });
  await stop();
});

test("a row that cannot be read, and one without a file, cost only themselves", async () => {
  const rows: unknown[] = ids(6).map(romJson);
  rows[1] = { ...romJson(2), missing_from_fs: true };
  rows[2] = { ...romJson(3), is_physical: true };
  rows[3] = { ...romJson(4), fs_name: 5 };
  rows[4] = "nonsense";
  const { romm, stop, signal } = await serve(() => ({ items: rows, total: 6 }));
  for await (const page of romm.library.list(everything, signal)) {
    expect(page).toMatchObject({ readCount: 6, unreadable: 2, total: 6 });
    expect(page.roms.map((rom) => rom.romId)).toEqual([1, 6]);
  }
  await stop();
});

test("the list is asked for without what it does not need, and counted once", async () => {
  const asked: URLSearchParams[] = [];
  const { romm, stop, signal } = await serve((query) => {
    asked.push(query);
    return pages(ids(700), query.get("with_total") === "true" ? 700 : null)(query);
  });
  await readIds(romm, signal);
  expect(asked.map((query) => query.get("with_total"))).toEqual(["true", "false"]);
  for (const extra of ["with_char_index", "with_filter_values", "with_rom_id_index", "with_files"])
    expect(asked.map((query) => query.get(extra))).toEqual(["false", "false"]);
  await stop();
});

test.each(versions)(
  "RomM %s: the list, its platforms and its files are read, and a search finds",
  async (version) => {
    const { romm, world, signal } = await setupStandIn(version);
    const files = {
      "Beta (USA) (Disc 1).chd": new Uint8Array([1]),
      "Beta (USA) (Disc 2).chd": new Uint8Array([2]),
    };
    world.addRom({ platform: "psx", fsSlug: "ps", fsName: "Beta (USA)", content: files });
    const platforms = await romm.platforms(signal);
    const psx = platforms.filter(({ folder }) => folder === "ps").map(({ platformId }) => platformId);
    const list = romm.library.list({ platformIds: psx, withFiles: true }, signal);
    for await (const { roms } of list) {
      expect(roms).toMatchObject([
        { fsName: "Beta (USA)", isFolder: true, platformSlug: "psx", platformFolder: "ps" },
      ]);
      expect(roms[0]?.files?.map(({ name }) => name)).toEqual(Object.keys(files));
    }
    const search = (text: string) => romm.library.search({ text, platformIds: [], limit: 5 }, signal);
    expect((await search("beta")).map(({ fsName }) => fsName)).toEqual(["Beta (USA)"]);
    expect(await search("nothing like it")).toEqual([]);
  },
);
