import { expect, test, vi } from "vitest";
import { setupRealWorld } from "./real-world.ts";

/* A real backend process, whose way to RomM is cut and comes back: nobody presses anything. */

/** Ten seconds are promised; the machine that tests it may be slow. */
const soonMs = 15_000;

test.concurrent("Played offline, the row is there within 15 seconds of the network's return, and its notice once.", async (context) => {
  const world = await setupRealWorld(context);
  await world.network.refuse();
  await world.play("A2");
  expect(await world.exit()).toMatchObject({ outcome: "failed" });
  await new Promise((resolve) => setTimeout(resolve, 12_000));
  expect(world.server.rows()).toEqual(["A1\n"]);
  await world.network.restore();
  await vi.waitFor(() => expect(world.server.rows()).toEqual(["A1\n", "A1\nA2\n"]), {
    ...{ timeout: soonMs, interval: 100 },
  });
  const isSaved = ({ event, payload }: (typeof world.events)[number]) =>
    event === "notice" && JSON.stringify(payload).includes("saved-to-romm");
  await vi.waitFor(() => expect(world.events.filter(isSaved)).not.toHaveLength(0));
});
