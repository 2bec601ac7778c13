import type { SteamApp } from "../../serve-decks.ts";
import { Navigation } from "../dfl/navigation.tsx";
import { asNode } from "../gamepad/nodes.ts";
import { useSignal } from "../signal.ts";
import type { SteamStandIn } from "../steam-client.ts";
import { artOf, initialsOf } from "./app-art.ts";
import { menuOf } from "./app-menu.tsx";
import { PlayBar } from "./play-bar.tsx";
import { SessionChips, saveText } from "./session-chips.tsx";

/** The left of the screen: the shortcuts, each with Steam's Play button and what lies in its save. */
export function Library({ steam }: { steam: SteamStandIn }) {
  const apps = useSignal(steam.apps);
  return (
    <main className="library">
      <div className="library-title" {...asNode({}, true)}>
        Library
      </div>
      {apps.length === 0 && <div className="tile-save">No games on this Deck</div>}
      {apps.map((app) => (
        <Tile key={app.appId} app={app} steam={steam} />
      ))}
    </main>
  );
}

/** A on its name opens the game's page, ☰ its menu; Play is here too, for whoever tries it with a mouse. */
function Tile({ app, steam }: { app: SteamApp; steam: SteamStandIn }) {
  const { appId, name, isRunning, sessions } = app;
  return (
    <article
      className={isRunning ? "tile running" : "tile"}
      data-testid={`app-${appId}`}
      data-running={isRunning}
      {...asNode({ ...menuOf(app, steam), "flow-children": "column" }, false)}
    >
      <div className="capsule" style={{ background: artOf(name) }}>
        {initialsOf(name)}
      </div>
      <div className="tile-body">
        <button
          type="button"
          className="tile-name"
          data-testid={`open-${appId}`}
          onClick={() => openAppPage(appId)}
          {...asNode({}, true)}
        >
          {name}
        </button>
        <div className="tile-save">{saveText(sessions.length)}</div>
        <SessionChips app={app} />
        <PlayBar app={app} steam={steam} />
      </div>
    </article>
  );
}

function openAppPage(appId: number): void {
  Navigation.Navigate(`/library/app/${appId}`);
  Navigation.CloseSideMenus();
}
