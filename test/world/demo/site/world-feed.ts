import type { ServerResponse } from "node:http";
import type { DemoWorld } from "../demo-world.ts";
import type { WorldView } from "./world-view.ts";

/** Tells every open page of the demo what the world looks like, whenever it looks different. */
export interface WorldFeed {
  /** The answer stays open as a stream of server-sent events. */
  add(response: ServerResponse): void;
  /** Something may have moved. */
  touch(): void;
  stop(): void;
}

/** What nobody announces (a row by another client, a request) is found by looking; nobody looks without a page. */
const lookEveryMs = 700;

/** `onPages` hears how many pages are open, each time that changes. */
export function createWorldFeed(
  viewWorld: () => Promise<WorldView>,
  world: Pick<DemoWorld, "decks">,
  onPages: (count: number) => void,
): WorldFeed {
  const pages = new Set<ServerResponse>();
  let last = "";
  let isLooking = false;
  let isDirty = false;

  const look = async () => {
    if (isLooking || pages.size === 0) {
      isDirty = true;
      return;
    }
    isLooking = true;
    isDirty = false;
    try {
      const text = JSON.stringify(await viewWorld());
      if (text !== last) for (const page of pages) write(page, text);
      last = text;
    } catch (error) {
      console.error("The demo could not look at its world:", error);
    }
    isLooking = false;
    if (isDirty) void look();
  };
  const stops = world.decks().flatMap((deck) => [deck.onEvent(look), deck.onGameChange(look)]);
  const timer = setInterval(look, lookEveryMs);

  return {
    add: (response) => {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      pages.add(response);
      onPages(pages.size);
      if (last !== "") write(response, last);
      response.once("close", () => {
        pages.delete(response);
        onPages(pages.size);
      });
      void look();
    },
    touch: () => void look(),
    stop: () => {
      clearInterval(timer);
      for (const stop of stops) stop();
      for (const page of pages) page.end();
    },
  };
}

function write(page: ServerResponse, text: string): void {
  page.write(`data: ${text}\n\n`);
}
