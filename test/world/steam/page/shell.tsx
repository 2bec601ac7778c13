import { Component, type ReactNode, useEffect, useState } from "react";
import { TbBattery4, TbBell, TbBolt, TbPlug, TbSettings, TbUsers, TbWifi } from "react-icons/tb";
import type { DeckyStandIn } from "./decky.ts";
import { modals } from "./dfl.tsx";
import { Library } from "./library.tsx";
import { type Signal, useSignal } from "./signal.ts";
import type { SteamStandIn } from "./steam-client.ts";

/** What a plugin's `definePlugin` function answers, as much as is drawn. */
export interface LoadedPlugin {
  name: string;
  icon: ReactNode;
  content: ReactNode;
  onDismount?: () => void;
}

const tabs = {
  notifications: TbBell,
  friends: TbUsers,
  settings: TbSettings,
  performance: TbBolt,
  decky: TbPlug,
};

/** One Deck's screen: header, library, Quick Access Menu with the plugin in it, footer, and the layers above. */
export function Shell(props: {
  name: string;
  steam: SteamStandIn;
  decky: DeckyStandIn;
  plugin: Signal<LoadedPlugin | Error>;
}) {
  const { name, steam, decky, plugin } = props;
  return (
    <div className="screen">
      <Header name={name} />
      <Library steam={steam} />
      <QuickAccess plugin={plugin} />
      <Footer />
      <Toasts decky={decky} />
      <Modals />
    </div>
  );
}

function Header({ name }: { name: string }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <header className="header">
      <span>{name}</span>
      <span className="header-right">
        <TbWifi /> <TbBattery4 />
        {now.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" })}
      </span>
    </header>
  );
}

/** Decky keeps showing the plugin whose page is open, also when it has loaded it anew meanwhile. */
function QuickAccess({ plugin }: { plugin: Signal<LoadedPlugin | Error> }) {
  const [tab, setTab] = useState("decky");
  const [shown, setShown] = useState(() => plugin.read());
  const openModals = useSignal(modals).length;
  return (
    <aside className="qam">
      <nav className="qam-tabs">
        {Object.entries(tabs).map(([id, Icon]) => (
          <button
            key={id}
            type="button"
            className={id === tab ? "tab selected" : "tab"}
            data-testid={`tab-${id}`}
            onClick={() => {
              setTab(id);
              setShown(plugin.read());
            }}
          >
            <Icon size={22} />
          </button>
        ))}
      </nav>
      <div className="qam-panel">
        {tab === "decky" ? (
          // Steam mounts the menu's content anew whenever a dialog comes or goes.
          <PluginView key={openModals} plugin={shown} />
        ) : (
          <div className="qam-other">Another tab of Steam's</div>
        )}
      </div>
    </aside>
  );
}

function PluginView({ plugin }: { plugin: LoadedPlugin | Error }) {
  if (plugin instanceof Error) return <div className="plugin-error">{plugin.message}</div>;
  return (
    <>
      <div className="qam-title">{plugin.name}</div>
      <div className="qam-content" data-testid="panel">
        <PluginBoundary>{plugin.content}</PluginBoundary>
      </div>
    </>
  );
}

/** Decky shows an error page in place of a plugin that throws. */
class PluginBoundary extends Component<{ children: ReactNode }, { message: string | null }> {
  override state = { message: null };

  static getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    return this.state.message === null ? (
      this.props.children
    ) : (
      <div className="plugin-error">{this.state.message}</div>
    );
  }
}

function Footer() {
  const [{ ok, x }, setActions] = useState<{ ok: string; x: string | null }>({ ok: "Select", x: null });
  useEffect(() => {
    const follow = () => {
      const focused = document.activeElement;
      setActions({
        ok: focused?.getAttribute("data-ok") ?? "Select",
        x: focused?.getAttribute("data-x") ?? null,
      });
    };
    document.addEventListener("focusin", follow);
    return () => document.removeEventListener("focusin", follow);
  }, []);
  return (
    <footer className="footer" data-testid="footer">
      <span className="footer-menu">MENU</span>
      <span className="footer-right">
        {x !== null && (
          <>
            <b>X</b> {x}{" "}
          </>
        )}
        <b>A</b> {ok} <b>B</b> Back
      </span>
    </footer>
  );
}

function Toasts({ decky }: { decky: DeckyStandIn }) {
  return (
    <div className="toasts">
      {useSignal(decky.toasts).map((toast) => (
        <div key={toast.id} className="toast" data-testid="toast">
          <div className="toast-logo">{toast.logo}</div>
          <div className="toast-text">
            <div className="toast-title">{toast.title}</div>
            <div className="toast-body">{toast.body}</div>
          </div>
        </div>
      ))}
    </div>
  );
}

function Modals() {
  return useSignal(modals).map((modal) => (
    <div key={modal.id} className="modal-layer">
      {modal.content}
    </div>
  ));
}
