import { DialogBody, DialogBodyText, DialogButtonPrimary, DialogHeader, Spinner } from "../ui/decky-ui.ts";
import { labels } from "../words/labels.ts";

/** Shown only when RomM takes its time; one press starts the game at once. */
export function WaitingDialog({ name, onPlayNow }: { name: string; onPlayNow(): void }) {
  return (
    <>
      <DialogHeader>{labels.launch.waiting}</DialogHeader>
      <DialogBody>
        <div style={{ display: "flex", gap: 16, alignItems: "center", padding: "8px 0 24px" }}>
          <Spinner width={28} height={28} />
          <DialogBodyText>{labels.launch.waitingBody(name)}</DialogBodyText>
        </div>
        <DialogButtonPrimary onClick={onPlayNow}>{labels.launch.playNow}</DialogButtonPrimary>
      </DialogBody>
    </>
  );
}
