import * as v from "valibot";
import type { Deck } from "../../deck/deck.ts";
import { BridgeRefusal } from "../../deck/typed-backend.ts";
import { assertStory, waitUntil } from "./assert-story.ts";
import { at, wordHistory } from "./checks.ts";
import { pressPlay } from "./like-the-panel.ts";
import type { Step } from "./steps.ts";

/** Takes the place of Deck A's first exit, with the stand-in's fault `hold-upload-half-read`. */
export const backendDiesWhileUploading: Step = {
  title: "Deck A plays; its backend is killed while RomM has half of the upload, comes back and finishes",
  play: async (world) => {
    const [a, game] = at(world, "a");
    const notices = listNotices(a);

    await pressPlay(a, game);
    await a.play(game);
    await a.exit(game);
    const exited = a.backend.appExited({ appId: game.appId }).then(
      () => "an answer",
      (error: unknown) => (error instanceof BridgeRefusal ? error.code : String(error)),
    );
    await waitUntil(
      () => world.romm.isHoldingUpload(),
      () => "RomM never held an upload.",
    );
    const dead = a.backendPid();
    assertStory(dead !== null, "Deck A has no backend to kill.");
    process.kill(dead, "SIGKILL");

    const answer = await exited;
    assertStory(answer === "backend-stopped", `The exit was answered with ${answer}.`);
    await world.romm.setFaults([]);
    await waitUntil(
      () => a.backendPid() !== dead && a.backendPid() !== null,
      () => "No backend came back.",
    );
    const synced = await a.backend.syncShortcut({ appId: game.appId });
    assertStory(synced.ok, `The sync answered ${JSON.stringify(synced)}.`);
    const history = await wordHistory(world);
    assertStory(history.join(" | ") === "A1", `The slot holds ${history.join(" | ")}.`);
    assertStory(notices.includes("backend-restarted"), `The panel was told only: ${notices.join(", ")}.`);
    return "The bridge started a new backend; RomM has one row with the session, not two.";
  },
};

/** The kinds of all notices from now on. */
function listNotices(deck: Deck): string[] {
  const kinds: string[] = [];
  deck.onEvent((event, payload) => {
    if (event === "notice") kinds.push(v.parse(v.object({ kind: v.string() }), payload).kind);
  });
  return kinds;
}
