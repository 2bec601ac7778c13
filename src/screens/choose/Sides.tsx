import type { CSSProperties, ReactNode } from "react";
import { TbCloud, TbDeviceGamepad2 } from "react-icons/tb";
import type { Conflict } from "../../../backend/contract/saves/conflict.ts";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { GuardedButton } from "../../focus/GuardedButton.tsx";
import { Focusable } from "../../ui/decky-ui.ts";
import { TextRow } from "../../ui/TextRow.tsx";
import { quiet } from "../../ui/theme.ts";
import { whichSaveWords } from "../../words/words.ts";
import { LocalFacts, RemoteFacts } from "./SideFacts.tsx";

interface Props {
  conflict: Conflict;
  onChoose(choice: "keep-local" | "take-remote"): void;
}

/** Each side is its own button, so that what is chosen and what is known about it stand together. */
export function Sides({ conflict, onChoose }: Props) {
  const { local, remote } = conflict;
  return (
    <Focusable style={sides} flow-children="horizontal">
      {local === null ? (
        <NoSide focusKey="side:local">{whichSaveWords.noLocal}</NoSide>
      ) : (
        <SideButton
          focusKey="side:local"
          icon={<TbDeviceGamepad2 />}
          label={whichSaveWords.keepLocal}
          onPress={() => onChoose("keep-local")}
        >
          <LocalFacts conflict={conflict} save={local} />
        </SideButton>
      )}
      {remote === null ? (
        <NoSide focusKey="side:remote">{whichSaveWords.noRemote}</NoSide>
      ) : (
        <SideButton
          focusKey="side:remote"
          icon={<TbCloud />}
          label={whichSaveWords.takeRemote(remote.deviceName)}
          onPress={() => onChoose("take-remote")}
        >
          <RemoteFacts conflict={conflict} save={remote} />
        </SideButton>
      )}
    </Focusable>
  );
}

/** A side without a save cannot be chosen: it says so, and is no button. */
function NoSide({ focusKey, children }: { focusKey: string; children: ReactNode }) {
  return (
    <div style={side}>
      <TextRow focusKey={focusKey}>{children}</TextRow>
    </div>
  );
}

function SideButton(props: {
  focusKey: string;
  icon: ReactNode;
  label: string;
  onPress(): void;
  children: ReactNode;
}) {
  const { focusKey, icon, label, onPress, children } = props;
  return (
    <FocusRow focusKey={focusKey} style={side}>
      <GuardedButton style={sideButton} onPress={onPress}>
        <div style={{ display: "flex", gap: 10, alignItems: "flex-start" }}>
          <div style={{ fontSize: 20, lineHeight: 0, flex: "none" }}>{icon}</div>
          <div style={{ minWidth: 0, flex: 1 }}>
            <div style={{ lineHeight: "20px", overflowWrap: "anywhere" }}>{label}</div>
            <div style={quiet}>{children}</div>
          </div>
        </div>
      </GuardedButton>
    </FocusRow>
  );
}

const sides: CSSProperties = { display: "flex", flexWrap: "wrap", gap: 10, padding: "4px 0" };
const side: CSSProperties = { flex: "1 1 240px", minWidth: 0 };
const sideButton: CSSProperties = {
  minWidth: 0,
  width: "100%",
  height: "100%",
  padding: "8px 12px",
  textAlign: "left",
  display: "flex",
  fontSize: 15,
};
