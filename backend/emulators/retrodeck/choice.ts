import { parseXml, XmlElement, XmlError } from "@rgrove/parse-xml";
import { type Order, readOrder } from "../order.ts";
import { isPatternFor } from "./path-pattern.ts";

export interface RetrodeckTexts {
  /** The system's `gamelist.xml`; null: there is none, proven. */
  gamelist: string | null;
  /** `es_systems.xml` of RetroDECK's ES-DE. */
  systems: string;
}

/**
 * The emulator with which RetroDECK starts a rom of a system, by its own rules (RetroDECK functions/run_game.sh): the
 * game's `altemulator`, else the system's `alternativeEmulator`, else the first command. Null: the texts do not tell.
 *
 * Law: read as its script reads, line by line and with its mistakes, not as ES-DE would. ES-DE takes an alternative of
 * a game called `Chrono Trigger (USA)`; the script takes the name for a pattern, never finds it, and starts another
 * emulator, whose saves lie elsewhere.
 */
export function chooseEmulator(system: string, romName: string, texts: RetrodeckTexts): Order | null {
  const commands = commandsOf(system, texts.systems);
  const own = ownLabel(romName, texts.gamelist ?? "");
  if (commands === null || own.kind === "unclear") return null;
  // A label that no command has is passed over in silence, and the system's own alternative is not asked then.
  const label = own.label ?? systemLabel(texts.gamelist ?? "");
  const labelled = label === null ? undefined : commands.find((each) => each.label === label);
  const command = labelled ?? commands[0];
  const order = command && readOrder(command.text);
  return order?.family ? order : null;
}

interface EsCommand {
  label: string | null;
  text: string;
}

/** Null: the file cannot be read. */
function commandsOf(system: string, xml: string): EsCommand[] | null {
  try {
    return childrenOf(parseXml(xml).root)
      .filter((element) => element.name === "system" && textOf(element, "name") === system)
      .flatMap(childrenOf)
      .filter(({ name }) => name === "command")
      .map((element) => ({ label: element.attributes.label ?? null, text: element.text }));
  } catch (error) {
    if (error instanceof XmlError) return null;
    throw error;
  }
}

function childrenOf(element: XmlElement | null): XmlElement[] {
  return element?.children.filter((child) => child instanceof XmlElement) ?? [];
}

function textOf(element: XmlElement, name: string): string | undefined {
  return childrenOf(element).find((child) => child.name === name)?.text;
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
