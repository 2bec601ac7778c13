import { useState } from "react";
import type { SyncReport } from "../../../backend/contract/saves/sync.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { reportTrouble } from "../../words/report-trouble.ts";
import type { Answer } from "./answers.ts";

const actionKey = "answer-all";

/** Many answers with one press: how far they are, and what came of them. The run outlives the page that began it. */
export function useAnswerAll() {
  const { actions, backend, overview } = useSavepoint();
  const [report, setReport] = useState<SyncReport | null>(null);
  const action = useAction(actionKey);
  const give = (answers: Answer[]) =>
    void actions.run(actionKey, async () => {
      setReport(null);
      const choices = answers.map(({ conflictId, choice }) => ({ conflictId, choice }));
      const outcome = await backend.resolveConflicts({ choices });
      overview.refresh();
      if (outcome.ok) setReport(outcome.value);
      return reportTrouble(outcome);
    });
  return { give, action, isRunning: action?.kind === "running", report };
}
