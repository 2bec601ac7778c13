import { type ReactNode, useState } from "react";
import { asNode, type NodeProps } from "../gamepad/nodes.ts";

interface Tab {
  id: string;
  title: string;
  content: ReactNode;
  footer?: NodeProps;
}

/** L1 and R1 change the tab from anywhere in it. */
export function Tabs(props: { tabs: Tab[]; activeTab: string; onShowTab: (id: string) => void }) {
  const { tabs, activeTab, onShowTab } = props;
  const index = tabs.findIndex(({ id }) => id === activeTab);
  const bumpers = (event: CustomEvent<{ button: number }>) => {
    const step = event.detail.button === 5 ? -1 : event.detail.button === 6 ? 1 : 0;
    const next = tabs[index + step];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    onShowTab(next.id);
  };
  return (
    <div className="tabs" {...asNode(tabs[index]?.footer ?? {}, false)} {...listen(bumpers)}>
      <div className="tabs-row">
        <span className="bumper">L1</span>
        {tabs.map(({ id, title }) => (
          <span
            key={id}
            className={id === activeTab ? "tabs-tab selected" : "tabs-tab"}
            data-testid={`page-tab-${id}`}
          >
            {title}
          </span>
        ))}
        <span className="bumper">R1</span>
      </div>
      <div className="tabs-content" key={activeTab} data-fresh-focus="">
        {tabs[index]?.content}
      </div>
    </div>
  );
}

/** React knows no custom events. */
function listen(bumpers: (event: CustomEvent<{ button: number }>) => void) {
  return {
    onFocus: ({ currentTarget }: { currentTarget: HTMLElement }) => {
      const heard = bumperListeners.get(currentTarget);
      if (heard !== undefined) currentTarget.removeEventListener("vgp_onbuttondown", heard);
      const hear = (event: Event) => bumpers(event as CustomEvent<{ button: number }>);
      bumperListeners.set(currentTarget, hear);
      currentTarget.addEventListener("vgp_onbuttondown", hear);
    },
  };
}

const bumperListeners = new WeakMap<HTMLElement, (event: Event) => void>();

interface SidebarPage {
  title: ReactNode;
  content: ReactNode;
  icon?: ReactNode;
  visible?: boolean;
  identifier?: string;
  route?: string;
}

interface SidebarLike {
  title?: ReactNode;
  pages: (SidebarPage | "separator")[];
  page?: string;
  onPageRequested?: (page: string) => void;
}

/** The list of pages on the left; a page is shown as soon as its name has the focus, and Right goes into it. */
export function SidebarNavigation({ title, pages, page, onPageRequested }: SidebarLike) {
  const shown = pages.filter((each) => each !== "separator").filter(({ visible }) => visible !== false);
  const keyOf = (each: SidebarPage) => each.identifier ?? each.route ?? String(each.title);
  const [own, setOwn] = useState(shown[0] === undefined ? "" : keyOf(shown[0]));
  const current = page ?? own;
  const choose = (key: string) => {
    setOwn(key);
    onPageRequested?.(key);
  };
  return (
    <div className="sidebar" {...asNode({ "flow-children": "horizontal" }, false)}>
      <nav className="sidebar-list" {...asNode({}, false)}>
        <div className="sidebar-title">{title}</div>
        {shown.map((each) => (
          <div
            key={keyOf(each)}
            role="button"
            className={keyOf(each) === current ? "sidebar-item selected" : "sidebar-item"}
            onClick={() => choose(keyOf(each))}
            onFocus={() => choose(keyOf(each))}
            {...asNode({ preferredFocus: keyOf(each) === current }, true)}
          >
            {each.icon} <span>{each.title}</span>
          </div>
        ))}
      </nav>
      <div className="sidebar-page" data-testid="sidebar-page" key={current} {...asNode({}, false)}>
        {shown.find((each) => keyOf(each) === current)?.content}
      </div>
    </div>
  );
}
