import { useEffect } from "react";
import { FocusRows } from "../focus/FocusRows.tsx";
import { useOverview, useSavepoint } from "../hooks/savepoint.ts";
import { useLasting, useNow } from "../hooks/time.ts";
import { SectionBoundary } from "../ui/SectionBoundary.tsx";
import { labels } from "../words/labels.ts";
import { ActivitySection } from "./ActivitySection.tsx";
import { AccountSection } from "./account/AccountSection.tsx";
import { ConflictsSection } from "./conflicts/ConflictsSection.tsx";
import { GamesSection } from "./GamesSection.tsx";
import { HeldSection } from "./HeldSection.tsx";
import { LoadingSection } from "./LoadingSection.tsx";
import { NoticesSection } from "./NoticesSection.tsx";
import { PlayStatusSection } from "./PlayStatusSection.tsx";

/** The panel's first page. What needs the player stands on top; a section that breaks leaves the others standing. */
export function Panel() {
  const { overview: store } = useSavepoint();
  const snapshot = useOverview();
  const isOld = useLasting(!snapshot.isFresh, 400);
  const nowMs = useNow();
  // Once at each opening, and then at every tick of the clock: an event may have been lost with a connection.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tick is what it is about.
  useEffect(() => store.refresh(), [store, nowMs]);

  const { overview } = snapshot;
  const guarded = (name: string, section: React.ReactNode) => (
    <SectionBoundary key={name} text={labels.notices.sectionBroken} retryKey={overview}>
      {section}
    </SectionBoundary>
  );
  return (
    <FocusRows>
      {guarded("notices", <NoticesSection snapshot={snapshot} isOld={isOld} />)}
      {overview === null ? (
        <LoadingSection isWaiting={snapshot.trouble === null} />
      ) : (
        <div
          style={{ opacity: isOld ? 0.55 : 1, transition: "opacity 0.2s" }}
          data-fresh={String(snapshot.isFresh)}
        >
          {guarded("conflicts", <ConflictsSection overview={overview} />)}
          {guarded("held", <HeldSection overview={overview} />)}
          {guarded("account", <AccountSection overview={overview} />)}
          {guarded("games", <GamesSection overview={overview} />)}
          {guarded("play-status", <PlayStatusSection overview={overview} />)}
          {guarded("activity", <ActivitySection overview={overview} />)}
        </div>
      )}
    </FocusRows>
  );
}
