import type { MessageSettings, Settings } from "../../../backend/contract/settings.ts";
import { useSettings } from "../../hooks/savepoint.ts";
import { SectionTitle } from "../../ui/SectionTitle.tsx";
import { settingsWords } from "../../words/words.ts";
import { KeptHere, NotAdded } from "./KeptHere.tsx";
import { SettingSlider, SettingToggle } from "./SettingRows.tsx";

/** What the player can change. Each change is stored at once; a refused one goes back, and says why. */
export function SettingsPage() {
  const settings = useSettings();
  if (settings === null) return null;
  return (
    <>
      <Playing settings={settings} />
      <Messages messages={settings.messages} />
      <Keeping settings={settings} />
      <KeptHere />
      <NotAdded />
    </>
  );
}

function Playing({ settings: { gate, launchBudgetMs } }: { settings: Settings }) {
  return (
    <>
      <SectionTitle>{settingsWords.playing}</SectionTitle>
      <SettingToggle
        name="gate"
        text={settingsWords.gate}
        isOn={gate.isOn}
        changeOf={(isOn) => ({ gate: { isOn } })}
      />
      {gate.isOn && (
        <SettingSlider
          name="budget"
          text={settingsWords.budget}
          value={Math.round(launchBudgetMs / 1000)}
          range={{ min: 1, max: 15 }}
          valueText={settingsWords.seconds}
          changeOf={(seconds) => ({ launchBudgetMs: seconds * 1000 })}
        />
      )}
    </>
  );
}

const messageNames = [
  "saved",
  "fetched",
  "needsYou",
  "offline",
  "away",
  "openElsewhere",
  "fetchedLate",
] as const;

function Messages({ messages }: { messages: MessageSettings }) {
  return (
    <>
      <SectionTitle>{settingsWords.messages}</SectionTitle>
      {messageNames.map((name) => (
        <SettingToggle
          key={name}
          name={name}
          text={settingsWords.messageNames[name]}
          isOn={messages[name]}
          changeOf={(isOn) => ({ messages: { ...messages, [name]: isOn } })}
        />
      ))}
    </>
  );
}

function Keeping({ settings: { autocleanup } }: { settings: Settings }) {
  const { isOn, limit } = autocleanup;
  return (
    <>
      <SectionTitle>{settingsWords.keeping}</SectionTitle>
      <SettingToggle
        name="cleanup"
        text={settingsWords.cleanup}
        isOn={isOn}
        changeOf={(next) => ({ autocleanup: { isOn: next, limit } })}
      />
      {isOn && (
        <SettingSlider
          name="limit"
          text={settingsWords.limit}
          value={limit}
          range={{ min: 3, max: 100 }}
          valueText={settingsWords.saves}
          changeOf={(next) => ({ autocleanup: { isOn, limit: next } })}
        />
      )}
    </>
  );
}
