import type { Conflict, LocalSave, RemoteSave } from "../../../backend/contract/saves/conflict.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { whichSaveWords as words } from "../../words/words.ts";

/* Facts, and no advice. What is not known is said to be unknown, and "played later" only where the clocks can tell. */

export function LocalFacts({ conflict, save }: { conflict: Conflict; save: LocalSave }) {
  const { formats } = useSavepoint();
  const played =
    save.sessions === null || save.sessions === 0
      ? words.playNotKnown
      : words.played(save.sessions, save.playedMs === null ? null : formats.duration(save.playedMs));
  return (
    <Facts {...{ conflict, side: "local", atMs: save.modifiedAtMs, sizeBytes: save.sizeBytes, played }} />
  );
}

export function RemoteFacts({ conflict, save }: { conflict: Conflict; save: RemoteSave }) {
  const played = save.savesSince === null ? words.playNotKnown : words.savesSince(save.savesSince);
  const { mayNotLoad } = save;
  return (
    <Facts
      {...{ conflict, side: "remote", atMs: save.updatedAtMs, sizeBytes: save.sizeBytes, played }}
      more={[
        save.isUploadTimeOnly && words.uploadTime,
        mayNotLoad !== undefined && words.madeWith(mayNotLoad),
      ]}
    />
  );
}

function Facts(props: {
  conflict: Conflict;
  side: "local" | "remote";
  atMs: number;
  sizeBytes: number;
  played: string;
  more?: (string | false)[];
}) {
  const { conflict, side, atMs, sizeBytes, played, more = [] } = props;
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const isLater = conflict.isClockTrusted && conflict.later === side;
  const lines = [
    `${formats.moment(atMs, nowMs)} · ${formats.ago(atMs, nowMs)}`,
    isLater && words.playedLater,
    `${played} · ${formats.size(sizeBytes)}`,
    ...more,
  ].filter((line) => line !== false);
  return lines.map((line) => <div key={line}>{line}</div>);
}
