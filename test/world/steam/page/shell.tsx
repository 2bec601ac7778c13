import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { TbBattery4, TbWifi } from "react-icons/tb";
import type { DeckyStandIn } from "./decky.ts";
import { type Layer, layers } from "./dfl/dialogs.tsx";
import { appRoute, matchPath, matchRoute, Navigation, place, routes } from "./dfl/navigation.tsx";
import { Footer } from "./footer.tsx";
import { focusFirst } from "./gamepad/move.ts";
import { asNode } from "./gamepad/nodes.ts";
import { Keyboard } from "./keyboard.tsx";
import { Library } from "./library/library.tsx";
import { AppRoute } from "./library/steam-routes.tsx";
import { PluginBoundary, type PluginSignal, QuickAccess } from "./quick-access.tsx";
import { useSignal } from "./signal.ts";
import type { SteamStandIn } from "./steam-client.ts";

/** One Deck's screen: header, the page, the Quick Access Menu over it, footer, and the layers above. */
export function Shell(props: {
  name: string;
  steam: SteamStandIn;
  decky: DeckyStandIn;
  plugin: PluginSignal;
}) {
  const { name, steam, decky, plugin } = props;
  const { isQuickAccessOpen } = useSignal(place);
  return (
    <div className="screen">
      <Header name={name} />
      <Main steam={steam} />
      {isQuickAccessOpen && <QuickAccess plugin={plugin} />}
      <Footer />
      <Toasts decky={decky} />
      <Layers />
      <Keyboard />
    </div>
  );
}

function Header({ name }: { name: string }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 10_000);
    return () => clearInterval(timer);
  }, []);
  const { isQuickAccessOpen } = useSignal(place);
  const toggle = isQuickAccessOpen ? Navigation.CloseSideMenus : Navigation.OpenQuickAccessMenu;
  return (
    <header className="header">
      <span>{name}</span>
      <span className="header-right">
        <TbWifi /> <TbBattery4 />
        {now.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" })}
        <button
          type="button"
          className="header-menu"
          tabIndex={-1}
          data-testid="quick-access"
          onClick={toggle}
        >
          •••
        </button>
      </span>
    </header>
  );
}

/** Steam's library, the page of one app, or the page of a plugin that Steam was sent to; B goes back. */
function Main({ steam }: { steam: SteamStandIn }) {
  const { paths, isQuickAccessOpen } = useSignal(place);
  useSignal(routes);
  const path = paths.at(-1) ?? "";
  const found = matchRoute(path);
  const node = asNode({ onCancelButton: Navigation.NavigateBack }, false);
  if (found === null)
    return (
      <div key={path} className={isQuickAccessOpen ? "main beside" : "main"} data-path={path} {...node}>
        {matchPath(appRoute, path) === null ? <Library steam={steam} /> : <AppRoute steam={steam} />}
      </div>
    );
  const { component: Page } = found;
  return (
    <div key={path} className="main page" data-path={path} data-testid="page" {...node}>
      <PluginBoundary>
        <Page />
      </PluginBoundary>
    </div>
  );
}

function Toasts({ decky }: { decky: DeckyStandIn }) {
  return (
    <div className="toasts">
      {useSignal(decky.toasts).map((toast) => (
        <button
          key={toast.id}
          type="button"
          tabIndex={-1}
          className="toast"
          data-testid="toast"
          onClick={() => toast.onClick?.()}
        >
          <span className="toast-logo">{toast.logo}</span>
          <span className="toast-text">
            <span className="toast-title">{toast.title}</span>
            <span className="toast-body">{toast.body}</span>
          </span>
        </button>
      ))}
    </div>
  );
}

function Layers() {
  return useSignal(layers).map((layer) => <LayerAbove key={layer.id} layer={layer} />);
}

/** As in Steam, a dialog or menu has the focus, and with it each press, from the moment on in which it can be seen. */
function LayerAbove({ layer: { id, kind, content } }: { layer: Layer }) {
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (root.current?.contains(document.activeElement) === false) focusFirst(root.current);
  }, []);
  return (
    <div ref={root} className={`${kind}-layer`} data-layer={id}>
      {content}
    </div>
  );
}
