import { Field, PanelSection, Spinner } from "../ui/decky-ui.ts";
import { labels } from "../words/labels.ts";

/** The very first opening, before there is anything to remember. */
export function LoadingSection({ isWaiting }: { isWaiting: boolean }) {
  if (!isWaiting) return null;
  return (
    <PanelSection>
      <Field focusable bottomSeparator="none" label={labels.notices.loading}>
        <Spinner width={20} height={20} />
      </Field>
    </PanelSection>
  );
}
