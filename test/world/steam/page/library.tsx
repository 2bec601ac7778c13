import type { SteamApp } from "../serve-decks.ts";
import { asNode } from "./gamepad/nodes.ts";
import { useSignal } from "./signal.ts";
import type { SteamStandIn } from "./steam-client.ts";

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

function Tile({ app, steam }: { app: SteamApp; steam: SteamStandIn }) {
  const { appId, name, isRunning, sessions } = app;
  return (
    <article
      className={isRunning ? "tile running" : "tile"}
      data-testid={`app-${appId}`}
      data-running={isRunning}
    >
      <div className="capsule" style={{ background: artOf(name) }}>
        {initialsOf(name)}
      </div>
      <div className="tile-body">
        <div className="tile-name">{name}</div>
        <div className="tile-save">{saveText(sessions.length)}</div>
        <div className="sessions" data-testid={`sessions-${appId}`} title={sessions.join(" ")}>
          {sessions.map((session, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a save's sessions only grow at the end.
            <span key={index} className={`session ${session.charAt(0).toLowerCase()}`}>{`${session} `}</span>
          ))}
        </div>
        <div className="tile-buttons">
          {isRunning ? (
            <>
              <button
                type="button"
                className="play"
                data-testid={`add-session-${appId}`}
                onClick={() => steam.addSession(appId)}
                {...asNode({}, true)}
              >
                Play a little
              </button>
              <button
                type="button"
                className="exit"
                data-testid={`exit-${appId}`}
                onClick={() => steam.exit(appId)}
                {...asNode({}, true)}
              >
                Exit game
              </button>
            </>
          ) : (
            <button
              type="button"
              className="play"
              data-testid={`play-${appId}`}
              onClick={() => steam.play(appId)}
              {...asNode({}, true)}
            >
              Play
            </button>
          )}
        </div>
      </div>
    </article>
  );
}

function saveText(sessions: number): string {
  if (sessions === 0) return "No save file";
  return sessions === 1 ? "1 play session in the save" : `${sessions} play sessions in the save`;
}

/** One game looks the same on every Deck, where it has another app id. */
function artOf(name: string): string {
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 0);
  return `linear-gradient(150deg, hsl(${hue} 55% 42%), hsl(${(hue + 50) % 360} 60% 22%))`;
}

function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
}
