import type { Savepoint } from "../hooks/savepoint.ts";
import { openDialog } from "../ui/open-dialog.tsx";
import { AskDialog } from "./AskDialog.tsx";
import type { LaunchDialogs } from "./launch-gate.ts";
import { WaitingDialog } from "./WaitingDialog.tsx";

/** The gate's two dialogs, in Steam's own dialog layer. Closing one without an answer means: do not start the game. */
export function createLaunchDialogs(savepoint: Savepoint): LaunchDialogs {
  return {
    showWaiting: ({ name, onPlayNow, onCancel, follow }) => {
      let isAnswered = false;
      const playNow = (close: () => void) => {
        isAnswered = true;
        onPlayNow();
        close();
      };
      const dialog = openDialog(
        savepoint,
        (close) => <WaitingDialog name={name} follow={follow} onPlayNow={() => playNow(close)} />,
        () => {
          if (!isAnswered) onCancel();
        },
      );
      return () => {
        isAnswered = true;
        dialog?.close();
      };
    },
    askConflict: (conflict) =>
      new Promise((resolve) => {
        const dialog = openDialog(
          savepoint,
          (close) => (
            <AskDialog
              conflict={conflict}
              onAnswer={(answer) => {
                resolve(answer);
                close();
              }}
            />
          ),
          () => resolve("cancel"),
        );
        if (dialog === null) resolve("play-anyway");
      }),
  };
}
