import { useEffect } from "react";
import { TbHistory } from "react-icons/tb";
import { usePress } from "../../hooks/press.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { activityWords, commonWords } from "../../words/words.ts";

const actionKey = "older-activity";

/**
 * The end of what was read. Drawn, it reads on by itself: the gamepad never meets it. Where few lines fit what is looked
 * for it would read all that ever happened, and waits for a press instead.
 */
export function OlderRow({ isByItself, onRead }: { isByItself: boolean; onRead(): Promise<void> }) {
  const { actions } = useSavepoint();
  const isBusy = useAction(actionKey)?.kind === "running";
  const read = () =>
    void actions.run(actionKey, async () => {
      await onRead();
      return null;
    });
  const press = usePress(read);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each end; the next one is another row.
  useEffect(() => {
    if (isByItself) read();
  }, []);
  return (
    <LineRow
      focusKey="older"
      field={press}
      tone="muted"
      icon={<TbHistory />}
      title={isBusy ? commonWords.working : activityWords.older}
    />
  );
}
