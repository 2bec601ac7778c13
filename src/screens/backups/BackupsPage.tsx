import { useEffect, useState } from "react";
import { TbHistory } from "react-icons/tb";
import type { Snapshot } from "../../../backend/contract/snapshot.ts";
import { usePress } from "../../hooks/press.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { confirmFirst } from "../../ui/confirm-first.tsx";
import { LineRow } from "../../ui/LineRow.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { backupWords, stateError } from "../../words/words.ts";

const actionKey = "restore-backup";

/** The backups of the list of games; A goes back to one. What it replaces becomes a backup itself. */
export function BackupsPage() {
  const { backend } = useSavepoint();
  const action = useAction(actionKey);
  const [snapshots, setSnapshots] = useState<Snapshot[] | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a restored one makes another.
  useEffect(() => {
    backend.listSnapshots({}).then(setSnapshots, () => setSnapshots(null));
  }, [backend, action]);
  return (
    <>
      <TextRow focusKey="note">{backupWords.restoreNote}</TextRow>
      <TroubleRow action={action} />
      {snapshots?.length === 0 && <TextRow focusKey="none">{backupWords.none}</TextRow>}
      {snapshots?.map((snapshot) => (
        <BackupRow key={snapshot.snapshotId} snapshot={snapshot} />
      ))}
    </>
  );
}

function BackupRow({ snapshot }: { snapshot: Snapshot }) {
  const savepoint = useSavepoint();
  const { actions, backend, formats, overview } = savepoint;
  const nowMs = useNow();
  const { snapshotId, savedAtMs, shortcutCount, kind } = snapshot;
  const restore = () =>
    actions.run(actionKey, async () => {
      const outcome = await backend.restoreSnapshot({ snapshotId });
      overview.refresh();
      return outcome.ok ? null : stateError(outcome.error);
    });
  const question = {
    title: formats.moment(savedAtMs, nowMs),
    text: backupWords.restoreNote,
    yes: backupWords.confirm,
    no: backupWords.cancel,
  };
  const press = usePress(() => confirmFirst(savepoint, question, restore));
  return (
    <LineRow
      focusKey={`backup:${snapshotId}`}
      field={{ ...press, onOKActionDescription: backupWords.restore }}
      tone="muted"
      icon={<TbHistory />}
      title={formats.moment(savedAtMs, nowMs)}
      note={`${backupWords[kind]} · ${backupWords.games(shortcutCount)}`}
    />
  );
}
