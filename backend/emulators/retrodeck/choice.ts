import { parseXml, XmlElement, XmlError } from "@rgrove/parse-xml";
import { type Order, readOrder } from "../order.ts";
import { isPatternFor } from "./path-pattern.ts";

export interface RetrodeckTexts {
  /** The system's `gamelist.xml`; null: there is none, proven. */
  gamelist: string | null;
  /** The system's commands in `es_systems.xml` of RetroDECK's ES-DE, as `readSystems` has them. */
  commands: EsCommand[];
}

export interface EsCommand {
  label: string | null;
  text: string;
}

/**
 * The emulator with which RetroDECK starts a rom of a system, by its own rules (RetroDECK functions/run_game.sh): the
 * game's `altemulator`, else the system's `alternativeEmulator`, else the first command. Null: the texts do not tell.
 *
 * Law: read as its script reads, line by line and with its mistakes, not as ES-DE would. ES-DE takes an alternative of
 * a game called `Chrono Trigger (USA)`; the script takes the name for a pattern, never finds it, and starts another
 * emulator, whose saves lie elsewhere.
 */
export function chooseEmulator(romName: string, { commands, gamelist }: RetrodeckTexts): Order | null {
  const own = ownLabel(romName, gamelist ?? "");
  if (own.kind === "unclear") return null;
  // A label that no command has is passed over in silence, and the system's own alternative is not asked then.
  const label = own.label ?? systemLabel(gamelist ?? "");
  const labelled = label === null ? undefined : commands.find((each) => each.label === label);
  const command = labelled ?? commands[0];
  const order = command && readOrder(command.text);
  return order?.family ? order : null;
}

/** The commands of each system, by its name; null: the file cannot be read. */
export function readSystems(xml: string): Map<string, EsCommand[]> | null {
  const systems = new Map<string, EsCommand[]>();
  for (const system of elementsOf(xml)?.filter(({ name }) => name === "system") ?? []) {
    const name = childrenOf(system).find((child) => child.name === "name")?.text;
    const commands = childrenOf(system)
      .filter((child) => child.name === "command")
      .map(({ attributes, text }) => ({ label: attributes.label ?? null, text }));
    if (name !== undefined) systems.set(name, [...(systems.get(name) ?? []), ...commands]);
  }
  return systems.size > 0 ? systems : null;
}

function elementsOf(xml: string): XmlElement[] | null {
  try {
    return childrenOf(parseXml(xml).root);
  } catch (error) {
    if (error instanceof XmlError) return null;
    throw error;
  }
}

function childrenOf(element: XmlElement | null): XmlElement[] {
  return element?.children.filter((child) => child instanceof XmlElement) ?? [];
}

type OwnLabel = { kind: "label"; label: string | null } | { kind: "unclear" };

/** The script's first `awk`: within a game's lines, from the one that its path is a pattern for. */
function ownLabel(romName: string, gamelist: string): OwnLabel {
  let isInGame = false;
  let isFound = false;
  for (const line of gamelist.split("\n")) {
    isInGame ||= line.includes("<game>");
    if (!isInGame) continue;
    const isPath = isPatternFor(romName, line);
    if (isPath === null) return { kind: "unclear" };
    isFound ||= isPath;
    if (isFound && line.includes("<altemulator>"))
      return { kind: "label", label: between(line, "altemulator") };
    if (line.includes("</game>")) {
      if (isFound) break;
      isInGame = false;
    }
  }
  return { kind: "label", label: null };
}

/** The script's second `awk`. */
function systemLabel(gamelist: string): string | null {
  let isInside = false;
  for (const line of gamelist.split("\n")) {
    isInside ||= line.includes("<alternativeEmulator>");
    if (isInside && line.includes("<label>")) return between(line, "label");
    if (line.includes("</alternativeEmulator>")) isInside = false;
  }
  return null;
}

/** What the script's `gsub` leaves of the line: everything behind the last opening tag, up to the closing one. */
function between(line: string, tag: string): string | null {
  const [text = ""] = line.slice(line.lastIndexOf(`<${tag}>`) + tag.length + 2).split(`</${tag}>`, 1);
  return text === "" ? null : text;
}
