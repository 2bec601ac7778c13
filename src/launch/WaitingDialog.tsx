import { useEffect, useState } from "react";
import type { LaunchProgress } from "../../backend/contract/saves/launch.ts";
import { GuardedButton } from "../focus/GuardedButton.tsx";
import { EarlyNote, GuardedDialog } from "../focus/GuardedDialog.tsx";
import { useSavepoint } from "../hooks/savepoint.ts";
import { DialogBody, DialogHeader, Field, ProgressBarWithInfo, Spinner } from "../ui/decky-ui.ts";
import { quiet } from "../ui/theme.ts";
import { careWords, launchWords } from "../words/words.ts";
import type { LaunchDialogs } from "./launch-gate.ts";

type Props = Pick<Parameters<LaunchDialogs["showWaiting"]>[0], "name" | "follow" | "onPlayNow">;

/** Shown only when RomM takes its time: what goes on, and one press that starts the game at once. */
export function WaitingDialog({ name, follow, onPlayNow }: Props) {
  const [progress, setProgress] = useState<LaunchProgress | null>(null);
  useEffect(() => follow(setProgress), [follow]);
  const phase = progress?.phase ?? "asking";
  const isComing = phase === "fetching";
  return (
    <>
      <DialogHeader>{launchWords.phases[phase]}</DialogHeader>
      <DialogBody>
        <GuardedDialog
          text={
            <Field
              focusable
              highlightOnFocus
              bottomSeparator="none"
              icon={<Spinner width={28} height={28} />}
              label={launchWords.fromDevice(name, progress?.deviceName ?? null)}
            />
          }
        >
          {progress !== null && progress.totalBytes > 0 && <Bytes progress={progress} />}
          {progress?.mayNotLoad && <div style={quiet}>{careWords.mayNotLoad(progress.mayNotLoad)}</div>}
          <EarlyNote />
          <GuardedButton isPrimary onPress={onPlayNow}>
            {isComing ? launchWords.playThisDecks : launchWords.playNow}
          </GuardedButton>
        </GuardedDialog>
      </DialogBody>
    </>
  );
}

/** Bytes are told from a megabyte on: of less, one cannot see them come. */
const toldFromBytes = 1024 ** 2;

function Bytes({ progress: { doneBytes, totalBytes } }: { progress: LaunchProgress }) {
  const { formats } = useSavepoint();
  const text = launchWords.bytesOf(formats.size(doneBytes), formats.size(totalBytes));
  return (
    <ProgressBarWithInfo
      bottomSeparator="none"
      nProgress={(100 * doneBytes) / totalBytes}
      {...(totalBytes >= toldFromBytes && { sTimeRemaining: text })}
    />
  );
}
