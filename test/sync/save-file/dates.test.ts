import { utimes } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { setupNewer } from "../../world/engine/setup-newer.ts";

describe("no date of a file decides", () => {
  test("a save that was put back with an old date is sent", async () => {
    const { world, a } = await setupNewer();
    await a.play("A3");
    await utimes(a.savePath, new Date(0), new Date(0));
    expect(await a.sync()).toMatchObject({ decision: "upload" });
    expect(world.rows().at(-1)).toBe("A1\nA2\nA3\n");
  });

  test("an unchanged save with a date of tomorrow still gets RomM's newer one", async () => {
    const { b } = await setupNewer();
    const tomorrow = new Date(Date.now() + 86_400_000);
    await utimes(b.savePath, tomorrow, tomorrow);
    expect(await b.sync()).toMatchObject({ decision: "download" });
    expect(await b.save()).toBe("A1\nA2\n");
  });
});
