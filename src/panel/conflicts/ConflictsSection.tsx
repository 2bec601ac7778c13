import { TbAlertTriangleFilled } from "react-icons/tb";
import type { Overview } from "../../../backend/contract/overview.ts";
import type { Conflict, ConflictChoice } from "../../../backend/contract/saves/conflict.ts";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { DialogButton, Focusable, PanelSection } from "../../ui/decky-ui.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { colours, quiet } from "../../ui/theme.ts";
import { reasons } from "../../words/decisions.ts";
import { labels } from "../../words/labels.ts";
import { reportTrouble } from "../../words/report-trouble.ts";
import { ConflictSides, type SideButtonProps } from "./ConflictSides.tsx";

/** The games that wait for the player's choice, those that were not put off first. */
export function ConflictsSection({ overview }: { overview: Overview }) {
  if (overview.conflicts.length === 0) return null;
  const ordered = [...overview.conflicts].sort((a, b) => Number(a.isPostponed) - Number(b.isPostponed));
  return (
    <PanelSection title={labels.conflicts.title}>
      {ordered.map((conflict) => (
        <ConflictCard key={conflict.conflictId} conflict={conflict} />
      ))}
    </PanelSection>
  );
}

function ConflictCard({ conflict }: { conflict: Conflict }) {
  const { actions, backend } = useSavepoint();
  const key = `resolve:${conflict.conflictId}`;
  const action = useAction(key);
  const choose = (choice: ConflictChoice) =>
    actions.run(key, async () =>
      reportTrouble(
        await backend.resolveConflicts({ choices: [{ conflictId: conflict.conflictId, choice }] }),
      ),
    );
  return (
    <div data-conflict={conflict.conflictId} style={{ paddingBottom: 12 }}>
      <LineRow
        focusKey={`conflict:${conflict.conflictId}`}
        tone="attention"
        icon={<TbAlertTriangleFilled />}
        title={conflict.name}
        note={reasons[conflict.reason]}
      />
      <Focusable style={{ display: "flex", flexDirection: "column", gap: 8 }}>
        <ConflictSides conflict={conflict} Button={PlainButton} onChoose={choose} />
        {!conflict.isPostponed && (
          <FocusRow focusKey={`conflict:${conflict.conflictId}:later`}>
            <DialogButton style={laterButton} onClick={() => choose("later")}>
              {labels.conflicts.later}
            </DialogButton>
          </FocusRow>
        )}
      </Focusable>
      <div style={{ ...quiet, padding: "6px 2px 0", ...(action?.kind === "trouble" ? trouble : {}) }}>
        {noteOf(conflict, action)}
      </div>
    </div>
  );
}

/** Here nothing opened by itself under the player's thumb, so nothing is guarded. */
function PlainButton({ onPress, ...button }: SideButtonProps) {
  return <DialogButton {...button} onClick={onPress} />;
}

function noteOf(conflict: Conflict, action: ReturnType<typeof useAction>): string {
  if (action?.kind === "running") return labels.conflicts.working;
  if (action?.kind === "trouble") return action.text;
  return conflict.isPostponed ? labels.conflicts.postponed : labels.conflicts.otherIsKept;
}

const trouble = { color: colours.bad, opacity: 1 };
const laterButton = { minWidth: 0, width: "100%", padding: "8px 12px", fontSize: 14 };
