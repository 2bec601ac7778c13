import { Component, type ReactNode } from "react";
import { Field, PanelSection } from "./decky-ui.ts";

interface Props {
  /** Shown in place of what broke; null: nothing is. */
  text: string | null;
  /** A new key tries again: other data may be drawable. */
  retryKey: unknown;
  children: ReactNode;
}

/** Keeps one broken section from taking the panel down. React offers this to classes only. */
export class SectionBoundary extends Component<Props, { brokenKey: unknown; isBroken: boolean }> {
  override state = { brokenKey: null, isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  static getDerivedStateFromProps(props: Props, state: { brokenKey: unknown; isBroken: boolean }) {
    return state.brokenKey === props.retryKey ? null : { brokenKey: props.retryKey, isBroken: false };
  }

  override componentDidCatch(error: unknown) {
    console.error("[Savepoint] A section could not be drawn.", error);
  }

  override render() {
    if (!this.state.isBroken) return this.props.children;
    if (this.props.text === null) return null;
    return (
      <PanelSection>
        <Field focusable bottomSeparator="none" label={this.props.text} />
      </PanelSection>
    );
  }
}
