import type { GameDetail } from "../../backend/contract/saves/game-detail.ts";
import type { AppId } from "../../backend/contract/words.ts";
import { useGameDetail } from "../hooks/game-detail.ts";
import { usePress } from "../hooks/press.ts";
import { useSavepoint } from "../hooks/savepoint.ts";
import { useStatusText } from "../screens/games/GameRow.tsx";
import type { ScreenRoute } from "../screens/routes.ts";
import { DialogButton } from "../ui/decky-ui.ts";
import { statusLooks } from "../ui/status-look.ts";
import { colours, oneLine } from "../ui/theme.ts";
import { gameDetailWords } from "../words/words.ts";

/** On Steam's page of a game: how its save stands, and one press to where something can be done about it. */
export function GameLine({ appId }: { appId: number }) {
  const game = useGameDetail(appId as AppId);
  return game === null || game === "gone" ? null : <Line game={game} />;
}

function Line({ game: { shortcut, isProvenInRomm } }: { game: GameDetail }) {
  const { screens } = useSavepoint();
  const { Icon, tone } = statusLooks[shortcut.status.kind];
  const status = useStatusText(shortcut);
  const text = isProvenInRomm ? gameDetailWords.safeElsewhere : status;
  const { onClick } = usePress(() => screens.openFromSteam(wayOn(shortcut)));
  return (
    <div style={around} data-game-line={shortcut.status.kind}>
      <DialogButton style={button} onClick={onClick}>
        <Icon size={18} color={colours[tone]} style={{ flex: "none" }} />
        <span style={oneLine}>{text}</span>
      </DialogButton>
    </div>
  );
}

function wayOn({ status, appId }: GameDetail["shortcut"]): ScreenRoute {
  if (status.kind === "conflict") return { screen: "choose", conflictId: status.conflictId };
  return status.kind === "held" ? { screen: "needs-you" } : { screen: "game", appId };
}

const around = { padding: "8px 2.8vw 0" };
const button = {
  display: "flex",
  gap: 10,
  alignItems: "center",
  width: "fit-content",
  minWidth: 0,
  maxWidth: "100%",
  padding: "8px 14px",
  fontSize: 14,
};
