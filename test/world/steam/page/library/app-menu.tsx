import {
  Component,
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
} from "react";
import type { SteamApp } from "../../serve-decks.ts";
import { Menu, MenuItem, showContextMenu } from "../dfl/menus.tsx";
import { steamModules } from "../dfl/patching.ts";
import type { Signal } from "../signal.ts";
import type { SteamStandIn } from "../steam-client.ts";
import { isGone } from "./is-gone.ts";

/*
 * Steam's menu of an app, as the plugins that add to it have found it (decky-steamgriddb, hltb-for-deck): a class that no
 * module names, found by what its neighbours' code says. From its second drawing on an instance draws by a function of its
 * own, as MobX makes it, which no patch of the class reaches; then only the list of items below it hears of it.
 */

interface MenuProps {
  overview: { appid: number; display_name: string };
  apps: Signal<SteamApp[]>;
  steam: SteamStandIn;
  navigator?: unknown;
}

class LibraryContextMenu extends Component<MenuProps> {
  private stop = () => {};

  override componentDidMount() {
    this.stop = this.props.apps.subscribe(() => this.forceUpdate());
  }

  override componentWillUnmount() {
    this.stop();
  }

  override render(): ReactNode {
    Object.defineProperty(this, "render", { value: () => drawMenu(this.props) });
    return drawMenu(this.props);
  }
}

function drawMenu({ overview, apps, steam }: MenuProps): ReactElement {
  const { appid, display_name } = overview;
  const isRunning = apps.read().some((app) => app.appId === appid && app.isRunning);
  const toggle = { launchSource: 100, run: () => (isRunning ? steam.exit(appid) : steam.play(appid)) };
  const items = [
    <MenuItem key="play" onSelected={() => toggle.launchSource && toggle.run()}>
      {isRunning ? "Exit game" : "Play"}
    </MenuItem>,
    <MenuItem key="favourite" onSelected={() => {}}>
      Add to Favorites
    </MenuItem>,
    <MenuItem key="properties" onSelected={() => openProperties("AppProperties")}>
      Properties…
    </MenuItem>,
  ];
  return <ItemList label={display_name}>{isGone("items") ? <div>{items}</div> : items}</ItemList>;
}

function openProperties(_dialog: string): void {}

/** The list of every menu of Steam's, whatever it is about. */
class ItemList extends Component<{ label: string; children: ReactNode }> {
  override shouldComponentUpdate(): boolean {
    return true;
  }

  override render(): ReactNode {
    return <Menu label={this.props.label}>{this.props.children}</Menu>;
  }
}

const NavigatorContext = createContext<object>({});
const loaded = { LibraryContextMenu };
const menus = () => loaded;

/** Below the gamepad's ☰ on anything that stands for an app. */
export function menuOf({ appId, name }: SteamApp, steam: SteamStandIn) {
  const overview = { appid: appId, display_name: name };
  return {
    onMenuButton: () => void showAppMenu({ overview, apps: steam.apps, steam }),
    onMenuActionDescription: "Menu",
  };
}

function showAppMenu(props: MenuProps): void {
  showContextMenu(createElement(menus().LibraryContextMenu, props));
}

steamModules.push({
  e: showAppMenu,
  f: ItemList,
  g: isGone("menu")
    ? () => null
    : (props: MenuProps) => {
        const given = useContext(NavigatorContext);
        return createElement(menus().LibraryContextMenu, { ...props, navigator: given });
      },
  h: Symbol("menu"),
});
