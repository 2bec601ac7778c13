import type { LaunchTarget } from "../../core/launch-target.ts";
import type { LaunchCommand } from "../../core/vocabulary.ts";
import { readCommand } from "./read-command.ts";
import { commandWords } from "./words/command-line.ts";

export interface RecogniseOptions {
  /** Where `~` and `$HOME` of a command lead. */
  homeFolder: string;
}

/**
 * What a shortcut starts, from its text alone. Never throws. What it cannot be sure of is `unknown`, with what was
 * understood: a wrong rom would get a save that is not its own.
 */
export function recognise(command: LaunchCommand, { homeFolder }: RecogniseOptions): LaunchTarget {
  const words = commandWords(command);
  const startFolder = command.startDir.replace(/^\s*"?|"?\s*$/g, "");
  return readCommand(words ?? [], { homeFolder, startFolder });
}
