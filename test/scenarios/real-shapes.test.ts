import { expect, test } from "vitest";
import { setupRealWorld } from "./real-world.ts";

/* One slot, several clients with habits of their own: plain files, archives, changes in place, lost files. */

/** An archive without entries: just its end record. */
const zip = Uint8Array.from([0x50, 0x4b, 5, 6, ...new Array<number>(18).fill(0)]);

test.concurrent("scenario 8: a slot that alternates plain files, archives and changes in place never gives an archive to a plain save.", async (context) => {
  const world = await setupRealWorld(context);
  const { server } = world;
  const foreign = { decision: "conflict", reason: "foreign-shape", outcome: "asks" };
  const taken = { decision: "download", outcome: "done" };

  server.post(zip, "Game.zip");
  expect(await world.sync()).toMatchObject(foreign);
  expect(await world.save()).toBe("A1\n");
  await world.killAndRestart();
  expect(await world.sync()).toMatchObject(foreign);
  expect(await world.save()).toBe("A1\n");

  server.post("A1\nB2\n");
  expect(await world.sync()).toMatchObject(taken);
  expect(await world.save()).toBe("A1\nB2\n");

  server.put(zip);
  expect(await world.sync()).toMatchObject(foreign);
  expect(await world.save()).toBe("A1\nB2\n");

  server.put("A1\nB2\nW3\n");
  expect(await world.sync()).toMatchObject(taken);
  expect(await world.save()).toBe("A1\nB2\nW3\n");

  await world.play("A4");
  expect(await world.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(server.rows().at(-1)).toBe("A1\nB2\nW3\nA4\n");
});

test.concurrent("scenario 8: a save equal to an older row whose file is lost is not believed to be in RomM until it can be fetched.", async (context) => {
  const world = await setupRealWorld(context);
  const { server } = world;
  await world.write("A2\n");
  expect(await world.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(server.rows()).toEqual(["A1\n", "A2\n"]);
  server.loseFile(0);
  expect(server.rows()).toEqual(["(no content)", "A2\n"]);
  await world.write("A1\n");
  expect(await world.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(server.rows().at(-1)).toBe("A1\n");
  expect(await world.sync()).toMatchObject({ decision: "keep" });
});
