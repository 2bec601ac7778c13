import type { PlayStatusSettings as Settings } from "../../../backend/contract/settings.ts";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { ToggleField } from "../../ui/decky-ui.ts";
import { TroubleRow } from "../../ui/TroubleRow.tsx";
import { settingsError, settingTexts } from "../../words/words.ts";

/** A change is stored at once; a refused one goes back, and says why. */
export function PlayStatusSettings({ settings }: { settings: Settings }) {
  const action = useAction("play-status-setting");
  return (
    <>
      <SettingRow name="isOn" settings={settings} />
      <SettingRow name="raAlwaysWins" settings={settings} />
      <SettingRow name="refreshFirst" settings={settings} />
      <TroubleRow action={action} focusKey="setting-trouble" />
    </>
  );
}

function SettingRow({ name, settings }: { name: keyof Settings; settings: Settings }) {
  const { actions, backend, overview } = useSavepoint();
  const { label, body } = settingTexts[name];
  const change = (isOn: boolean) =>
    actions.run("play-status-setting", async () => {
      const outcome = await backend.updateSettings({ playStatus: { ...settings, [name]: isOn } });
      overview.refresh();
      return outcome.ok ? null : settingsError(outcome.error);
    });
  return (
    <FocusRow focusKey={`setting:${name}`}>
      <div data-setting={name} data-on={settings[name]}>
        <ToggleField label={label} description={body} checked={settings[name]} onChange={change} />
      </div>
    </FocusRow>
  );
}
