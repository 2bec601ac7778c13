import type { ReactNode, Ref } from "react";

/** What any of Steam's components takes for the gamepad and for the footer, as `FooterLegendProps` of `@decky/ui` has it. */
export interface NodeProps {
  onButtonDown?: (event: CustomEvent) => void;
  onOKButton?: (event: CustomEvent) => void;
  onCancelButton?: (event: CustomEvent) => void;
  onSecondaryButton?: (event: CustomEvent) => void;
  onOptionsButton?: (event: CustomEvent) => void;
  onMenuButton?: (event: CustomEvent) => void;
  onOKActionDescription?: ReactNode;
  onCancelActionDescription?: ReactNode;
  onSecondaryActionDescription?: ReactNode;
  onOptionsActionDescription?: ReactNode;
  onMenuActionDescription?: ReactNode;
  preferredFocus?: boolean;
  "flow-children"?: string;
}

const nodes = new WeakMap<Element, NodeProps>();

export function nodeOf(element: Element): NodeProps | undefined {
  return nodes.get(element);
}

/**
 * Makes an element a node of Steam's tree of focus. Only what says `canFocus` here can be reached: a plain element with a
 * click handler cannot. A node that cannot have the focus itself holds others and says how one moves among them.
 */
export function asNode(props: NodeProps, canFocus: boolean, outer?: Ref<HTMLElement>) {
  return {
    ref: (element: HTMLElement | null) => {
      if (element !== null) nodes.set(element, props);
      if (typeof outer === "function") outer(element);
      else if (outer) outer.current = element;
    },
    ...(canFocus ? { tabIndex: 0, "data-focus": "" } : { "data-nav": "" }),
    ...(props["flow-children"] === undefined ? {} : { "data-flow": props["flow-children"] }),
    ...(props.preferredFocus ? { "data-preferred": "" } : {}),
    ...(typeof props.onOKActionDescription === "string" ? { "data-ok": props.onOKActionDescription } : {}),
  };
}
