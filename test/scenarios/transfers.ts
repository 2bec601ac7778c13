import type { World } from "../world/engine/world.ts";

/** Uploads and downloads of contents since the world's requests were last read. */
export const transfers = (world: World) =>
  world.requests().filter((line) => /^POST \/api\/saves$|\/content$/.test(line));
