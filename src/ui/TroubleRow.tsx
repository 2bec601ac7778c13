import type { ActionState } from "../stores/actions.ts";
import { TextRow } from "./TextRow.tsx";

/** What went wrong with what the player started, until it is tried again. */
export function TroubleRow(props: { action: ActionState | null; focusKey?: string }) {
  const { action, focusKey = "trouble" } = props;
  if (action?.kind !== "trouble") return null;
  return (
    <TextRow focusKey={focusKey} isTrouble>
      {action.text}
    </TextRow>
  );
}
