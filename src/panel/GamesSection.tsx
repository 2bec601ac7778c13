import { useState } from "react";
import { TbDeviceFloppy } from "react-icons/tb";
import type { Overview } from "../../backend/contract/overview.ts";
import type { Shortcut } from "../../backend/contract/saves/shortcut.ts";
import { useSavepoint } from "../hooks/savepoint.ts";
import { ButtonRow } from "../ui/ButtonRow.tsx";
import { PanelSection } from "../ui/decky-ui.ts";
import { LineRow } from "../ui/LineRow.tsx";
import { labels } from "../words/labels.ts";
import { ShortcutRow } from "./ShortcutRow.tsx";
import { SyncAll } from "./SyncAll.tsx";
import { statusLooks } from "./status-look.ts";

/** Thousands of rows would stop Steam's interface for seconds. */
const shownMax = 30;

/** Every shortcut of the registry with the state of its save; what needs the player stands first. */
export function GamesSection({ overview }: { overview: Overview }) {
  const { formats } = useSavepoint();
  const [isWhole, setIsWhole] = useState(false);
  const shortcuts = byRank(overview.shortcuts);
  if (overview.connection.kind === "signed-out" && shortcuts.length === 0) return null;
  const shown = isWhole ? shortcuts : shortcuts.slice(0, shownMax);
  return (
    <PanelSection title={labels.games.title}>
      {shortcuts.length === 0 ? <NoGames /> : <SyncAll overview={overview} />}
      {shown.map((shortcut) => (
        <ShortcutRow key={shortcut.appId} shortcut={shortcut} />
      ))}
      {shown.length < shortcuts.length && (
        <ButtonRow focusKey="show-all" onPress={() => setIsWhole(true)}>
          {labels.games.showAll(formats.count(shortcuts.length))}
        </ButtonRow>
      )}
    </PanelSection>
  );
}

function byRank(shortcuts: Shortcut[]): Shortcut[] {
  const rank = (shortcut: Shortcut) => statusLooks[shortcut.status.kind].rank;
  return [...shortcuts].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

function NoGames() {
  return (
    <LineRow
      focusKey="no-games"
      tone="muted"
      icon={<TbDeviceFloppy />}
      title={labels.games.none}
      note={labels.games.noneBody}
    />
  );
}
