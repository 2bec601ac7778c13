import assert from "node:assert/strict";
import { type Behaviour, reasons } from "../suite/behaviour.ts";
import { type Bench, detailOf, read } from "../suite/bench.ts";
import { romShape } from "../suite/shapes.ts";

/** Sections 2.4 to 2.6: what a rom's files, covers and content look like. */
export const romContent = {
  "folder-rom-is-named-by-its-folder": {
    section: "2.4",
    law: "A rom of several files is named after its folder.",
    standInOnly: reasons.library,
    async check(on) {
      const rom = await folderRom(on);
      assert.equal(rom.fs_name, rom.expectedName);
    },
  },
  "cover-path-is-raw": {
    section: "2.5",
    law: "A cover's path carries its time unencoded.",
    standInOnly: reasons.library,
    async check(on) {
      const path = await coverOf(on, Buffer.from("picture"));
      assert.match(
        path,
        /^\/assets\/romm\/resources\/[^?]+\?ts=\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\S*\+00:00$/,
      );
    },
  },
  "no-cover-is-empty": {
    section: "2.5",
    law: "Without a cover the path is empty text.",
    standInOnly: reasons.library,
    async check(on) {
      assert.equal(await coverOf(on, undefined), "");
    },
  },
  "cover-needs-no-token": {
    section: "2.5",
    law: "Covers are served to anyone.",
    standInOnly: reasons.library,
    async check(on) {
      const path = await coverOf(on, Buffer.from("picture"));
      const reply = await on.send("GET", path.split("?")[0] ?? "", { authorization: null });
      assert.deepEqual([reply.status, reply.text], [200, "picture"]);
    },
  },
  "single-file-content": {
    section: "2.6",
    law: "The content of a rom with one file is that file.",
    standInOnly: reasons.library,
    async check(on) {
      const content = on.bytes();
      const rom = on.rules.admin.addRom({ platform: "snes", fsName: `${on.unique()}.sfc`, content });
      const reply = await on.send("GET", `/api/roms/${rom.id}/content/any.sfc`);
      assert.equal(reply.status, 200);
      assert.deepEqual(reply.bytes, new Uint8Array(content));
      assert.match(reply.headers.get("content-disposition") ?? "", /^attachment/);
    },
  },
  "content-in-ranges": {
    section: "2.6",
    law: "One file may be read in ranges.",
    standInOnly: reasons.library,
    async check(on) {
      const content = Buffer.from("0123456789");
      const rom = on.rules.admin.addRom({ platform: "snes", fsName: `${on.unique()}.sfc`, content });
      const headers = { range: "bytes=2-5" };
      const reply = await on.send("GET", `/api/roms/${rom.id}/content/any.sfc`, { headers });
      assert.deepEqual([reply.status, reply.text], [206, "2345"]);
    },
  },
  "several-files-are-a-zip": {
    section: "2.6",
    law: "The content of a rom with several files is a zip with a playlist.",
    standInOnly: reasons.library,
    async check(on) {
      const { id } = await folderRom(on);
      const reply = await on.send("GET", `/api/roms/${id}/content/Game`);
      assert.match(reply.headers.get("content-disposition") ?? "", /Game\.zip/);
      for (const name of ["disc1.bin", "disc2.bin", "Game.m3u"]) assert(reply.text.includes(name), name);
    },
  },
  "no-files-is-404": {
    section: "2.6",
    law: "A rom without files has no content.",
    standInOnly: reasons.library,
    async check(on) {
      const rom = on.rules.admin.addRom({ platform: "psx", fsName: on.unique(), content: {} });
      const reply = await on.send("GET", `/api/roms/${rom.id}/content/any`);
      assert.equal(reply.status, 404);
      assert.equal(detailOf(reply), `No files found for ROM ${rom.id}`);
    },
  },
} satisfies Record<string, Behaviour>;

async function folderRom(on: Bench) {
  const expectedName = on.unique();
  const { id } = on.rules.admin.addRom({
    platform: "psx",
    fsName: expectedName,
    content: { "disc1.bin": Buffer.from("one"), "disc2.bin": Buffer.from("two") },
  });
  return { ...read(romShape, await on.send("GET", `/api/roms/${id}`)), expectedName };
}

async function coverOf(on: Bench, cover: Uint8Array | undefined): Promise<string> {
  const { id } = on.rules.admin.addRom({
    platform: "snes",
    fsName: `${on.unique()}.sfc`,
    ...(cover && { cover }),
  });
  return read(romShape, await on.send("GET", `/api/roms/${id}`)).path_cover_small;
}
