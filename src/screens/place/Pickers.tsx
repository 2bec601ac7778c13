import type { ShortcutBinding } from "../../../backend/contract/saves/shortcut.ts";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { pickPath } from "../../steam/pick-path.ts";
import { Buttons, SideButton } from "../../ui/Buttons.tsx";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { placeWords } from "../../words/words.ts";
import { folderOf } from "./paths.ts";
import type { Places } from "./use-places.ts";

const actionKey = "pick";

/** Decky's file picker, from the folder where the save most likely is; going back from it says nothing. */
export function Pickers(props: { places: Places | null; onPicked(save: ShortcutBinding["save"]): void }) {
  const { places, onPicked } = props;
  const { actions, filePicker, focus } = useSavepoint();
  const action = useAction(actionKey);
  const likely = places?.candidates[0];
  const startPath = likely === undefined ? "/home/deck" : folderOf(likely.location);
  const emulator = likely?.emulator ?? places?.problem?.emulator ?? "unknown";
  const pick = (kind: "file" | "folder") =>
    void actions.run(actionKey, async () => {
      if (filePicker === null) return placeWords.pickerGone;
      const giveFocusBack = focus.leave();
      const path = await pickPath(filePicker, { kind, startPath }).finally(giveFocusBack);
      if (path !== null) onPicked({ kind, path, emulator });
      return null;
    });
  return (
    <>
      <Buttons>
        {(["file", "folder"] as const).map((kind) => (
          <SideButton key={kind} focusKey={`pick:${kind}`} onPress={() => pick(kind)}>
            {kind === "file" ? placeWords.pickFile : placeWords.pickFolder}
          </SideButton>
        ))}
      </Buttons>
      <TroubleRow action={action} focusKey="picker-trouble" />
    </>
  );
}
