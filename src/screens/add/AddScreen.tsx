import { useSyncExternalStore } from "react";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { FoundScreen } from "../found/FoundScreen.tsx";
import { AfterStep } from "./AfterStep.tsx";
import { BeforeStep } from "./BeforeStep.tsx";
import { MovingStep } from "./MovingStep.tsx";

/** Games from Steam into the list: which, what would happen, the first run, and what came of it. */
export function AddScreen({ onDone }: { onDone?: () => void }) {
  const { add } = useSavepoint();
  const step = useSyncExternalStore(add.subscribe, add.read);
  switch (step.kind) {
    case "games":
      return <FoundScreen onGoOn={() => add.go({ kind: "before", preview: null })} />;
    case "before":
      return <BeforeStep preview={step.preview} />;
    case "moving":
      return <MovingStep />;
    case "after":
      return <AfterStep {...step} {...(onDone === undefined ? {} : { onDone })} />;
  }
}
