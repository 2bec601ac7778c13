import type { CSSProperties, ReactNode } from "react";
import { TbCloud, TbDeviceGamepad2 } from "react-icons/tb";
import type { Conflict } from "../../../backend/contract/saves/conflict.ts";
import { useOverview, useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { DialogButton } from "../../ui/decky-ui.ts";
import { colours, oneLine, quiet } from "../../ui/theme.ts";
import { labels } from "../../words/labels.ts";

interface Props {
  conflict: Conflict;
  isBusy: boolean;
  onChoose(choice: "keep-local" | "take-remote"): void;
}

/** Each side is its own button, so that what is chosen and what is known about it stand together. */
export function ConflictSides({ conflict, isBusy, onChoose }: Props) {
  const { local, remote } = conflict;
  const { overview } = useOverview();
  const deviceName = overview?.connection.kind === "connected" ? overview.connection.deviceName : null;
  const isLocalNewer = local !== null && remote !== null && local.modifiedAtMs > remote.updatedAtMs;
  const isRemoteNewer = local !== null && remote !== null && remote.updatedAtMs > local.modifiedAtMs;
  return (
    <>
      <SideButton
        icon={<TbDeviceGamepad2 />}
        label={labels.conflicts.keepLocal}
        isNewer={isLocalNewer}
        isDisabled={isBusy || local === null}
        onClick={() => onChoose("keep-local")}
      >
        {local === null ? (
          labels.conflicts.noLocal
        ) : (
          <SideFacts atMs={local.modifiedAtMs} sizeBytes={local.sizeBytes} deviceName={deviceName} />
        )}
      </SideButton>
      <SideButton
        icon={<TbCloud />}
        label={labels.conflicts.takeRemote}
        isNewer={isRemoteNewer}
        isDisabled={isBusy || remote === null}
        onClick={() => onChoose("take-remote")}
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
  icon: ReactNode;
  label: string;
  isNewer: boolean;
  isDisabled: boolean;
  onClick(): void;
  children: ReactNode;
}) {
  const { icon, label, isNewer, isDisabled, onClick, children } = props;
  return (
    <DialogButton style={sideButton} disabled={isDisabled} onClick={onClick}>
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
    </DialogButton>
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
  fontSize: 11,
  lineHeight: "16px",
  padding: "0 6px",
  borderRadius: 8,
  background: colours.accent,
  color: "#fff",
};
