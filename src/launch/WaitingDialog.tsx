import { GuardedButton } from "../focus/GuardedButton.tsx";
import { EarlyNote, GuardedDialog } from "../focus/GuardedDialog.tsx";
import { DialogBody, DialogHeader, Field, Spinner } from "../ui/decky-ui.ts";
import { launchWords } from "../words/words.ts";

/** Shown only when RomM takes its time; one press starts the game at once. */
export function WaitingDialog({ name, onPlayNow }: { name: string; onPlayNow(): void }) {
  return (
    <>
      <DialogHeader>{launchWords.waiting}</DialogHeader>
      <DialogBody>
        <GuardedDialog
          text={
            <Field
              focusable
              highlightOnFocus
              bottomSeparator="none"
              icon={<Spinner width={28} height={28} />}
              label={launchWords.waitingBody(name)}
            />
          }
        >
          <EarlyNote />
          <GuardedButton isPrimary onPress={onPlayNow}>
            {launchWords.playNow}
          </GuardedButton>
        </GuardedDialog>
      </DialogBody>
    </>
  );
}
