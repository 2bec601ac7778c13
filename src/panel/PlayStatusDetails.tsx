import type { PlayStatusSettings } from "../../backend/contract/settings.ts";
import { usePress } from "../hooks/press.ts";
import { useAction, useOverview, useSavepoint } from "../hooks/savepoint.ts";
import { DialogBody, DialogBodyText, DialogButton, DialogHeader, Field, Focusable } from "../ui/decky-ui.ts";
import { colours } from "../ui/theme.ts";
import { playStatusLabels, settingsError, settingTexts } from "../words/play-status.ts";
import { PlayStatusPreview } from "./PlayStatusPreview.tsx";

/** The settings of play status, and what a run would do for every game. */
export function PlayStatusDetails({ onDone }: { onDone(): void }) {
  const playStatus = useOverview().overview?.playStatus;
  return (
    <>
      <DialogHeader>{playStatusLabels.dialogTitle}</DialogHeader>
      <DialogBody>
        {playStatus && (
          <>
            <SettingRow name="isOn" settings={playStatus.settings} />
            <SettingRow name="raAlwaysWins" settings={playStatus.settings} />
            <SettingRow name="refreshFirst" settings={playStatus.settings} />
            <SettingTrouble />
            <PlayStatusPreview playStatus={playStatus} />
          </>
        )}
        <Focusable style={{ display: "flex", gap: 12, paddingTop: 16 }} flow-children="horizontal">
          <DialogButton onClick={onDone}>{playStatusLabels.close}</DialogButton>
        </Focusable>
      </DialogBody>
    </>
  );
}

function SettingRow({ name, settings }: { name: keyof PlayStatusSettings; settings: PlayStatusSettings }) {
  const { actions, backend, overview } = useSavepoint();
  const { label, body } = settingTexts[name];
  const press = usePress(() =>
    actions.run("play-status-setting", async () => {
      const outcome = await backend.updateSettings({ playStatus: { ...settings, [name]: !settings[name] } });
      overview.refresh();
      return outcome.ok ? null : settingsError(outcome.error);
    }),
  );
  return (
    <Field focusable highlightOnFocus padding="compact" label={label} description={body} {...press}>
      <span data-setting={name} style={{ color: settings[name] ? colours.good : colours.muted }}>
        {settings[name] ? playStatusLabels.yes : playStatusLabels.no}
      </span>
    </Field>
  );
}

function SettingTrouble() {
  const action = useAction("play-status-setting");
  if (action?.kind !== "trouble") return null;
  return <DialogBodyText style={{ color: colours.bad }}>{action.text}</DialogBodyText>;
}
