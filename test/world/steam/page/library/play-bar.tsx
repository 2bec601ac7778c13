import type { SteamApp } from "../../serve-decks.ts";
import { asNode } from "../gamepad/nodes.ts";
import type { SteamStandIn } from "../steam-client.ts";

/** Steam's Play button, and what a player does in a game that runs. */
export function PlayBar({ app: { appId, isRunning }, steam }: { app: SteamApp; steam: SteamStandIn }) {
  const play = { name: "play", text: "Play", press: steam.play, look: "play" };
  const more = { name: "add-session", text: "Play a little", press: steam.addSession, look: "play" };
  const exit = { name: "exit", text: "Exit game", press: steam.exit, look: "exit" };
  return (
    <div className="tile-buttons" {...asNode({ "flow-children": "row" }, false)}>
      {(isRunning ? [more, exit] : [play]).map(({ name, text, press, look }) => (
        <button
          key={name}
          type="button"
          className={look}
          data-testid={`${name}-${appId}`}
          onClick={() => press(appId)}
          {...asNode({ preferredFocus: name === "play" }, true)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
