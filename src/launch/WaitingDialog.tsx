import { GuardedButton } from "../focus/GuardedButton.tsx";
import { EarlyNote, GuardedDialog } from "../focus/GuardedDialog.tsx";
import { DialogBody, DialogHeader, Field, Spinner } from "../ui/decky-ui.ts";
import { labels } from "../words/labels.ts";

/** Shown only when RomM takes its time; one press starts the game at once. */
export function WaitingDialog({ name, onPlayNow }: { name: string; onPlayNow(): void }) {
  return (
    <>
      <DialogHeader>{labels.launch.waiting}</DialogHeader>
      <DialogBody>
        <GuardedDialog
          text={
            <Field
              focusable
              highlightOnFocus
              bottomSeparator="none"
              icon={<Spinner width={28} height={28} />}
              label={labels.launch.waitingBody(name)}
            />
          }
        >
          <EarlyNote />
          <GuardedButton isPrimary onPress={onPlayNow}>
            {labels.launch.playNow}
          </GuardedButton>
        </GuardedDialog>
      </DialogBody>
    </>
  );
}
