import type { CSSProperties, FC, ReactNode } from "react";
import { TbCloud, TbDeviceGamepad2 } from "react-icons/tb";
import type { Conflict } from "../../../backend/contract/saves/conflict.ts";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { oneLine, quiet } from "../../ui/theme.ts";
import { labels } from "../../words/labels.ts";

export interface SideButtonProps {
  style: CSSProperties;
  disabled: boolean;
  onPress(): void;
  children: ReactNode;
}

interface Props {
  conflict: Conflict;
  /** What a side is pressed by: a dialog's buttons are guarded. */
  Button: FC<SideButtonProps>;
  onChoose(choice: "keep-local" | "take-remote"): void;
}

/** Each side is its own button, so that what is chosen and what is known about it stand together. */
export function ConflictSides({ conflict, Button, onChoose }: Props) {
  const { local, remote } = conflict;
  const { overview } = useOverview();
  const deviceName = overview?.connection.kind === "connected" ? overview.connection.deviceName : null;
  const isLocalNewer = local !== null && remote !== null && local.modifiedAtMs > remote.updatedAtMs;
  const isRemoteNewer = local !== null && remote !== null && remote.updatedAtMs > local.modifiedAtMs;
  return (
    <>
      <SideButton
        Button={Button}
        focusKey={`conflict:${conflict.conflictId}:local`}
        icon={<TbDeviceGamepad2 />}
        label={labels.conflicts.keepLocal}
        isNewer={isLocalNewer}
        isDisabled={local === null}
        onPress={() => onChoose("keep-local")}
      >
        {local === null ? (
          labels.conflicts.noLocal
        ) : (
          <SideFacts atMs={local.modifiedAtMs} sizeBytes={local.sizeBytes} deviceName={deviceName} />
        )}
      </SideButton>
      <SideButton
        Button={Button}
        focusKey={`conflict:${conflict.conflictId}:remote`}
        icon={<TbCloud />}
        label={labels.conflicts.takeRemote}
        isNewer={isRemoteNewer}
        isDisabled={remote === null}
        onPress={() => onChoose("take-remote")}
      >
        {remote === null ? (
          labels.conflicts.noRemote
        ) : (
          <SideFacts atMs={remote.updatedAtMs} sizeBytes={remote.sizeBytes} deviceName={remote.deviceName} />
        )}
      </SideButton>
    </>
  );
}

function SideFacts(props: { atMs: number; sizeBytes: number; deviceName: string | null }) {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  const { atMs, sizeBytes, deviceName } = props;
  return (
    <>
      <div style={oneLine}>{`${formats.ago(atMs, nowMs)} · ${formats.size(sizeBytes)}`}</div>
      <div style={oneLine}>{formats.moment(atMs, nowMs)}</div>
      {deviceName !== null && <div style={oneLine}>{labels.conflicts.from(deviceName)}</div>}
    </>
  );
}

function SideButton(props: {
  Button: FC<SideButtonProps>;
  focusKey: string;
  icon: ReactNode;
  label: string;
  isNewer: boolean;
  isDisabled: boolean;
  onPress(): void;
  children: ReactNode;
}) {
  const { Button, focusKey, icon, label, isNewer, isDisabled, onPress, children } = props;
  return (
    <FocusRow focusKey={focusKey}>
      <Button style={sideButton} disabled={isDisabled} onPress={onPress}>
        <div style={{ display: "flex", gap: 10, alignItems: "flex-start" }}>
          <div style={{ fontSize: 20, lineHeight: 0, flex: "none" }}>{icon}</div>
          <div style={{ minWidth: 0, flex: 1 }}>
            <div style={{ display: "flex", gap: 8, alignItems: "center", lineHeight: "20px" }}>
              <span style={oneLine}>{label}</span>
              {isNewer && <span style={newerChip}>{labels.conflicts.newer}</span>}
            </div>
            <div style={quiet}>{children}</div>
          </div>
        </div>
      </Button>
    </FocusRow>
  );
}

const sideButton: CSSProperties = {
  minWidth: 0,
  width: "100%",
  height: "auto",
  padding: "10px 12px",
  textAlign: "left",
  fontSize: 15,
};

const newerChip: CSSProperties = {
  flex: "none",
  fontSize: 12,
  lineHeight: "16px",
  padding: "0 6px",
  borderRadius: 8,
  // In the colour of its button: focus turns that white.
  border: "1px solid currentColor",
};
