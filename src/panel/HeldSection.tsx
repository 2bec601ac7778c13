import { TbHandStop } from "react-icons/tb";
import type { Overview } from "../../backend/contract/overview.ts";
import type { HeldChoice, HeldUnit } from "../../backend/contract/saves/held.ts";
import { FocusRow } from "../focus/FocusRows.tsx";
import { useAction, useSavepoint } from "../hooks/savepoint.ts";
import { DialogButton, Focusable, PanelSection } from "../ui/decky-ui.ts";
import { LineRow } from "../ui/LineRow.tsx";
import { colours, quiet } from "../ui/theme.ts";
import { heldReasons, heldWaits } from "../words/decisions.ts";
import { labels } from "../words/labels.ts";
import { reportTrouble } from "../words/report-trouble.ts";

const shownMax = 5;
const actionKey = "release-held";

/** The games whose saves looked lost all at once: one answer for all of them. */
export function HeldSection({ overview: { held } }: { overview: Overview }) {
  const { formats } = useSavepoint();
  if (held.length === 0) return null;
  const more = held.length - shownMax;
  return (
    <PanelSection title={labels.held.title}>
      <div style={{ ...quiet, padding: "0 2px 6px" }}>{labels.held.body(formats.count(held.length))}</div>
      {held.slice(0, shownMax).map((unit) => (
        <HeldLine key={unit.unitId} unit={unit} />
      ))}
      {more > 0 && <div style={quiet}>{labels.held.more(formats.count(more))}</div>}
      <HeldButtons held={held} />
    </PanelSection>
  );
}

function HeldLine({ unit }: { unit: HeldUnit }) {
  return (
    <LineRow
      focusKey={`held:${unit.unitId}`}
      tone="attention"
      icon={<TbHandStop />}
      title={unit.name}
      note={`${heldReasons[unit.reason]} ${heldWaits[unit.decision]}`}
      marks={{ "data-held": unit.unitId }}
    />
  );
}

function HeldButtons({ held }: { held: HeldUnit[] }) {
  const { actions, backend } = useSavepoint();
  const action = useAction(actionKey);
  const isBusy = action?.kind === "running";
  const release = (choice: HeldChoice, units: HeldUnit[]) =>
    actions.run(actionKey, async () =>
      reportTrouble(await backend.releaseHeld({ unitIds: units.map(({ unitId }) => unitId), choice })),
    );
  const button = (choice: HeldChoice, units: HeldUnit[]) => (
    <FocusRow focusKey={`held:${choice}`}>
      <DialogButton style={buttonStyle} disabled={units.length === 0} onClick={() => release(choice, units)}>
        {labels.held.choices[choice]}
      </DialogButton>
    </FocusRow>
  );
  return (
    <>
      <Focusable style={{ display: "flex", flexDirection: "column", gap: 8, paddingTop: 8 }}>
        {button("go-on", held)}
        {button("keep-local", held.filter(hasSide("local")))}
        {button("take-remote", held.filter(hasSide("remote")))}
      </Focusable>
      <div style={{ ...quiet, padding: "6px 2px 0", ...(action?.kind === "trouble" ? trouble : {}) }}>
        {isBusy ? labels.held.working : action?.kind === "trouble" ? action.text : labels.held.nothingLost}
      </div>
    </>
  );
}

/** A side that was not looked at since the start may be there. */
function hasSide(side: "local" | "remote") {
  return ({ sides }: HeldUnit): boolean => sides === null || sides[side] !== null;
}

const trouble = { color: colours.bad, opacity: 1 };
const buttonStyle = { minWidth: 0, width: "100%", padding: "8px 12px", fontSize: 14 };
