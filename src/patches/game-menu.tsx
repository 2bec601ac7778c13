import type { ReactNode } from "react";
import type { Savepoint } from "../hooks/savepoint.ts";
import { contextMenu, menuParts } from "../ui/decky-ui.ts";
import { gameWords } from "../words/words.ts";
import { at } from "./at.ts";
import { unharmed } from "./unharmed.ts";

/**
 * Puts an entry into Steam's menu of a game. The menu is a class that no module names. When it draws anew because the game
 * moved on, as while it is downloaded, it does so past every patch of the class: only the list of items below hears of it
 * then, and takes the entry over from what it drew before (decky-steamgriddb, issue 71).
 */
export function patchGameMenu({ screens, overview }: Savepoint): () => void {
  if (contextMenu === null || menuParts === null) throw new Error("A part is gone.");
  const { after } = menuParts;
  const { MenuItem } = contextMenu;
  let isOn = true;
  const stops: (() => void)[] = [];
  const lists = new Set<unknown>();

  const keepEntry = unharmed(function (this: unknown, [next], answer) {
    put(next, isOn && itemsOf(this)?.find(isOurs));
    return answer;
  });
  const followList = (list: unknown) => {
    if (lists.has(list) || typeof at(list, "shouldComponentUpdate") !== "function") return;
    lists.add(list);
    stops.push(after(list, "shouldComponentUpdate", keepEntry).unpatch);
  };
  const addEntry = unharmed(function (this: unknown, _, drawn) {
    const appId = at(this, "props", "overview", "appid");
    const known = overview.read().overview?.gated.find((each) => isOn && each === appId);
    if (known === undefined) return drawn;
    followList(at(drawn, "type", "prototype"));
    put(
      drawn,
      <MenuItem key={ourKey} onSelected={() => screens.openFromSteam({ screen: "game", appId: known })}>
        {gameWords.menuEntry}
      </MenuItem>,
    );
    return drawn;
  });
  stops.push(after(menuClass(menuParts), "render", addEntry).unpatch);
  return () => {
    isOn = false;
    for (const stop of stops) stop();
  };
}

/** Above Steam's properties, which come last; once. */
function put(owner: unknown, entry: unknown): void {
  const items = itemsOf(owner);
  if (!entry || items === null || items.some(isOurs)) return;
  const last = items.findIndex((item) => at(item, "key") === "properties");
  items.splice(last < 0 ? items.length : last, 0, entry);
}

/** The prototype of the menu: one of its module's functions opens it by its name, and another puts it on the screen. */
function menuClass({ findModule, drawOnce }: NonNullable<typeof menuParts>): unknown {
  const module: unknown = findModule((found) => sourceOf(found).includes("().LibraryContextMenu"));
  const around = Object.values(Object(module)).find((found) => sourceOf(found).includes("navigator:"));
  const found = at(drawOnce(around as () => ReactNode), "type", "prototype");
  if (typeof at(found, "render") !== "function") throw new Error("Steam's menu of a game was not found.");
  return found;
}

/** Steam's modules hold symbols and objects of all kinds, of which some become no text. */
function sourceOf(found: unknown): string {
  return typeof found === "function" ? String(found) : "";
}

function itemsOf(owner: unknown): unknown[] | null {
  const items = at(owner, "props", "children") ?? at(owner, "children");
  return Array.isArray(items) ? items : null;
}

const ourKey = "savepoint";
const isOurs = (item: unknown) => at(item, "key") === ourKey;
