import { type ReactNode, useEffect, useState } from "react";
import type { Settings } from "../../../backend/contract/settings.ts";
import { FocusRow } from "../../focus/FocusRows.tsx";
import { useAction, useSavepoint } from "../../hooks/savepoint.ts";
import { SliderField, ToggleField } from "../../ui/decky-ui.ts";
import { colours } from "../../ui/theme.ts";
import { settingsError, settingsWords } from "../../words/words.ts";

interface Text {
  label: string;
  body: string;
}

/** Stores a change; the note says that it was stored, or why it was not. */
function useSetting(name: string, body: string) {
  const { actions, settings, overview } = useSavepoint();
  const [isStored, setStored] = useState(false);
  const action = useAction(`setting:${name}`);
  const store = (change: Partial<Settings>) =>
    void actions.run(`setting:${name}`, async () => {
      setStored(false);
      const outcome = await settings.change(change);
      setStored(outcome.ok);
      overview.refresh();
      return outcome.ok ? null : settingsError(outcome.error);
    });
  return {
    store,
    note: <Note trouble={action?.kind === "trouble" ? action.text : null} {...{ isStored, body }} />,
  };
}

function Note({ trouble, isStored, body }: { trouble: string | null; isStored: boolean; body: string }) {
  if (trouble !== null) return <span style={{ color: colours.bad }}>{trouble}</span>;
  return (
    <>
      {body}
      {isStored && <span style={{ color: colours.good }}> {settingsWords.stored}</span>}
    </>
  );
}

export function SettingToggle(props: {
  name: string;
  text: Text;
  isOn: boolean;
  changeOf(isOn: boolean): Partial<Settings>;
}) {
  const { name, text, isOn, changeOf } = props;
  const { store, note } = useSetting(name, text.body);
  return (
    <Row name={name} value={isOn}>
      <ToggleField
        label={text.label}
        description={note}
        checked={isOn}
        onChange={(next) => store(changeOf(next))}
      />
    </Row>
  );
}

/** A thumb that holds a direction passes many values: the one at which it rests is stored. */
const restMs = 600;

export function SettingSlider(props: {
  name: string;
  text: Text;
  value: number;
  range: { min: number; max: number };
  valueText(value: number): string;
  changeOf(value: number): Partial<Settings>;
}) {
  const { name, text, value, range, valueText, changeOf } = props;
  const { clock } = useSavepoint();
  const [draft, setDraft] = useState<number | null>(null);
  const { store, note } = useSetting(name, text.body);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the draft alone is what rests.
  useEffect(() => {
    if (draft === null) return undefined;
    return clock.after(restMs, () => {
      store(changeOf(draft));
      setDraft(null);
    });
  }, [clock, draft]);
  const shown = draft ?? value;
  return (
    <Row name={name} value={shown}>
      <SliderField
        label={`${text.label}: ${valueText(shown)}`}
        description={note}
        value={shown}
        step={1}
        {...range}
        onChange={setDraft}
      />
    </Row>
  );
}

function Row({ name, value, children }: { name: string; value: boolean | number; children: ReactNode }) {
  return (
    <FocusRow focusKey={`setting:${name}`}>
      <div data-setting={name} data-value={String(value)}>
        {children}
      </div>
    </FocusRow>
  );
}
