import type { Shortcut } from "../../backend/contract/shortcut.ts";
import { usePress } from "../hooks/press.ts";
import { useAction, useSavepoint } from "../hooks/savepoint.ts";
import { useNow } from "../hooks/time.ts";
import { Field, PanelSectionRow } from "../ui/decky-ui.ts";
import { Line } from "../ui/Line.tsx";
import { labels, statuses } from "../words/en.ts";
import { reportTrouble } from "../words/report-trouble.ts";
import { statusLooks } from "./status-look.ts";

/** One game: its name and one honest word about its save. A press syncs it. */
export function ShortcutRow({ shortcut }: { shortcut: Shortcut }) {
  const { actions, backend } = useSavepoint();
  const key = `sync:${shortcut.appId}`;
  const action = useAction(key);
  const { Icon, tone } = statusLooks[shortcut.status.kind];
  const status = useStatusText(shortcut);
  const press = usePress(() =>
    actions.run(key, async () => reportTrouble(await backend.syncShortcut({ appId: shortcut.appId }))),
  );

  const note =
    action?.kind === "running" ? labels.games.working : action?.kind === "trouble" ? action.text : status;
  return (
    <PanelSectionRow>
      <Field
        focusable
        highlightOnFocus
        bottomSeparator="none"
        padding="compact"
        {...press}
        onOKActionDescription={labels.games.syncOne}
        label={
          <Line
            tone={tone}
            icon={<Icon />}
            title={shortcut.name}
            note={note}
            {...(action?.kind === "trouble" ? { noteTone: "bad" } : {})}
            marks={{ "data-app-id": shortcut.appId, "data-status": shortcut.status.kind }}
          />
        }
      />
    </PanelSectionRow>
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
