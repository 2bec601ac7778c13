import { useState } from "react";
import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import { useGames, useOverview } from "../../hooks/savepoint.ts";
import { gameInOverview } from "../../stores/topics.ts";
import { Tabs } from "../../ui/decky-ui.ts";
import { Heading } from "../../ui/Heading.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { gameWords } from "../../words/words.ts";
import { CareRows } from "./CareRows.tsx";
import { SaveTab } from "./SaveTab.tsx";
import { SetupTab } from "./SetupTab.tsx";

/** One game: how its save stands, what happened with it, and how it is tied to RomM. L1 and R1 change between them. */
export function GameScreen({ appId }: { appId: number }) {
  const { overview } = useOverview();
  const [tab, setTab] = useState("save");
  const games = useGames();
  const listed = games?.find((each) => each.appId === appId);
  const shortcut = listed ?? (overview === null ? null : gameInOverview(overview, appId));
  if (shortcut === null && games === null) return null;
  if (shortcut === null) return <TextRow focusKey="gone">{gameWords.notThere}</TextRow>;
  return (
    <>
      <Heading>{shortcut.name}</Heading>
      <CareRows shortcut={shortcut} />
      <Tabs activeTab={tab} onShowTab={setTab} tabs={tabsOf(shortcut)} />
    </>
  );
}

function tabsOf(shortcut: Shortcut) {
  return [
    { id: "save", title: gameWords.save, content: <SaveTab shortcut={shortcut} /> },
    { id: "setup", title: gameWords.setup, content: <SetupTab shortcut={shortcut} /> },
  ];
}
