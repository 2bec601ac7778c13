import { Component, type ReactNode, useState } from "react";
import { TbArrowLeft, TbBattery4, TbBell, TbBolt, TbPlug, TbSettings, TbUsers } from "react-icons/tb";
import { layers } from "./dfl/dialogs.tsx";
import { Navigation } from "./dfl/navigation.tsx";
import { asNode } from "./gamepad/nodes.ts";
import { type Signal, useSignal } from "./signal.ts";

/** What a plugin's `definePlugin` function answers, as much as is drawn. */
export interface LoadedPlugin {
  name: string;
  icon: ReactNode;
  content: ReactNode;
  onDismount?: () => void;
}

export type PluginSignal = Signal<LoadedPlugin | Error>;

const tabs = {
  notifications: TbBell,
  friends: TbUsers,
  settings: TbSettings,
  performance: TbBolt,
  battery: TbBattery4,
  decky: TbPlug,
};

/** Decky keeps showing the plugin whose page is open, also when it has loaded it anew meanwhile. */
export function QuickAccess({ plugin }: { plugin: PluginSignal }) {
  const [tab, setTab] = useState("decky");
  const [shown, setShown] = useState<LoadedPlugin | Error | null>(() => plugin.read());
  const openDialogs = useSignal(layers).filter(({ kind }) => kind === "modal").length;
  const isPlugin = tab === "decky" && shown !== null;
  const back = () => (isPlugin ? setShown(null) : Navigation.CloseSideMenus());
  return (
    <aside className="qam" {...asNode({ onCancelButton: back, "flow-children": "row" }, false)}>
      <nav className="qam-tabs" {...asNode({}, false)}>
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
            {...asNode({}, true)}
          >
            <Icon size={22} />
          </button>
        ))}
      </nav>
      <div className="qam-panel" {...asNode({ preferredFocus: true }, false)}>
        {tab !== "decky" && <div className="qam-other">Another tab of Steam's</div>}
        {tab === "decky" && shown === null && <PluginList plugin={plugin} onOpen={setShown} />}
        {/* Steam mounts the menu's content anew whenever a dialog comes or goes. */}
        {isPlugin && <PluginView key={openDialogs} plugin={shown} onBack={back} />}
      </div>
    </aside>
  );
}

function PluginList({
  plugin,
  onOpen,
}: {
  plugin: PluginSignal;
  onOpen(plugin: LoadedPlugin | Error): void;
}) {
  const shown = useSignal(plugin);
  return (
    <div className="qam-content">
      <div
        role="button"
        className="field"
        data-testid="plugin-list"
        onClick={() => onOpen(shown)}
        {...asNode({}, true)}
      >
        {shown instanceof Error ? shown.message : shown.name}
      </div>
    </div>
  );
}

function PluginView({ plugin, onBack }: { plugin: LoadedPlugin | Error; onBack(): void }) {
  if (plugin instanceof Error) return <div className="plugin-error">{plugin.message}</div>;
  return (
    <>
      <div className="qam-title">
        <button type="button" className="qam-back" aria-label="Back" onClick={onBack} {...asNode({}, true)}>
          <TbArrowLeft />
        </button>
        {plugin.name}
      </div>
      <div className="qam-content" data-testid="panel">
        <PluginBoundary>{plugin.content}</PluginBoundary>
      </div>
    </>
  );
}

/** Decky shows an error page in place of a plugin that throws. */
export class PluginBoundary extends Component<{ children: ReactNode }, { message: string | null }> {
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
