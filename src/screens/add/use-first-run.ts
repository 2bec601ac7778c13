import type { BindingsPreview } from "../../../backend/contract/saves/preview.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { registerError, syncError } from "../../words/words.ts";
import { bindingsOf } from "../found/found-games.ts";
import { useFoundGames } from "../found/use-found.ts";
import { withoutRefused } from "./preview-groups.ts";

/** Comparing what is ticked, and starting with it; both go on when the player leaves the page. */
export function useFirstRun() {
  const { actions, add, backend, overview } = useSavepoint();
  const bindings = bindingsOf(useFoundGames());
  return {
    compare: () => {
      actions.clear("start-games");
      return void actions.run("compare", async () => {
        const compared = await backend.previewBindings({ bindings });
        // The player may have gone back meanwhile: then it is compared anew.
        if (compared.ok && add.read().kind === "before") add.go({ kind: "before", preview: compared.value });
        return compared.ok ? null : syncError(compared.error);
      });
    },
    /** With `isQuiet` they are added, and nothing is moved now. */
    start: (preview: BindingsPreview, { isQuiet }: { isQuiet: boolean }) =>
      void actions.run("start-games", async () => {
        const added = withoutRefused(bindings, preview);
        const count = added.length;
        if (!isQuiet) add.go({ kind: "moving", count });
        const registered = await backend.registerShortcuts({ bindings: added });
        if (!registered.ok) {
          add.go({ kind: "before", preview });
          return registerError(registered.error);
        }
        overview.refresh();
        if (isQuiet) {
          add.go({ kind: "after", count, report: null });
          return null;
        }
        const synced = await backend.syncAll({});
        if (synced.ok) add.go({ kind: "after", count, report: synced.value });
        else add.go({ kind: "before", preview });
        return synced.ok ? null : syncError(synced.error);
      }),
  };
}
