import { TbDeviceGamepad2 } from "react-icons/tb";
import type { RomCandidate } from "../../../backend/contract/saves/scan.ts";
import { usePress } from "../../hooks/press.ts";
import { useSavepoint } from "../../hooks/savepoint.ts";
import { LineRow } from "../../ui/LineRow.tsx";
import { fixWords } from "../../words/words.ts";

/** One of RomM's games; A takes it. */
export function RomRow(props: { focusKey: string; rom: RomCandidate; onTake(): void }) {
  const { focusKey, rom, onTake } = props;
  const { formats } = useSavepoint();
  return (
    <LineRow
      focusKey={focusKey}
      field={{ ...usePress(onTake), onOKActionDescription: fixWords.take }}
      icon={<TbDeviceGamepad2 />}
      tone="accent"
      title={rom.name}
      note={fixWords.candidate(rom.platformName, rom.fsName, formats.size(rom.sizeBytes))}
      marks={{ "data-rom": rom.romId }}
    />
  );
}
