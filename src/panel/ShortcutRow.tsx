import type { Shortcut } from "../../backend/contract/saves/shortcut.ts";
import { usePress } from "../hooks/press.ts";
import { useAction, useSavepoint } from "../hooks/savepoint.ts";
import { useNow } from "../hooks/time.ts";
import { LineRow } from "../ui/LineRow.tsx";
import { rowMenu } from "../ui/row-menu.tsx";
import { statuses } from "../words/decisions.ts";
import { labels } from "../words/labels.ts";
import { syncError } from "../words/problems.ts";
import { reportTrouble } from "../words/report-trouble.ts";
import { statusLooks } from "./status-look.ts";

/** One game: its name and one honest word about its save. A syncs it, or follows it again; X stops following it. */
export function ShortcutRow({ shortcut }: { shortcut: Shortcut }) {
  const { actions, backend } = useSavepoint();
  const key = `sync:${shortcut.appId}`;
  const action = useAction(key);
  const { Icon, tone } = statusLooks[shortcut.status.kind];
  const status = useStatusText(shortcut);
  const { appId, isTracked } = shortcut;
  const follow = (tracked: boolean) =>
    actions.run(key, async () => {
      const outcome = await backend.setTracking({ appId, tracked });
      return outcome.ok ? null : syncError(outcome.error);
    });
  const press = usePress(() =>
    isTracked
      ? actions.run(key, async () => reportTrouble(await backend.syncShortcut({ appId })))
      : follow(true),
  );
  // Only in the menu: what stops a save from travelling must not lie under one press of a thumb.
  const menu = rowMenu(shortcut.name, [
    isTracked
      ? { label: labels.games.syncOne, onChosen: press.onClick }
      : { label: labels.games.follow, onChosen: press.onClick },
    ...(isTracked ? [{ label: labels.games.stopFollowing, onChosen: () => follow(false) }] : []),
  ]);

  const note =
    action?.kind === "running" ? labels.games.working : action?.kind === "trouble" ? action.text : status;
  return (
    <LineRow
      focusKey={`game:${appId}`}
      field={{
        ...press,
        ...menu,
        onOKActionDescription: isTracked ? labels.games.syncOne : labels.games.follow,
      }}
      tone={tone}
      icon={<Icon />}
      title={shortcut.name}
      note={note}
      {...(action?.kind === "trouble" ? { noteTone: "bad" } : {})}
      marks={{ "data-app-id": shortcut.appId, "data-status": shortcut.status.kind }}
    />
  );
}

function useStatusText({ status, lastSyncedAtMs }: Shortcut): string {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const word = statuses[status.kind];
  if (status.kind === "problem" || status.kind === "unsupported") return status.detail;
  if (status.kind !== "synced" || lastSyncedAtMs === null) return word;
  return `${word} · ${formats.ago(lastSyncedAtMs, nowMs)}`;
}
