import type { LaunchTarget, RomLaunch } from "../../core/launch-target.ts";
import { nameOf } from "../../core/paths.ts";
import type { LaunchCommand } from "../../core/vocabulary.ts";
import { chooseEmulator } from "../../emulators/retrodeck/choice.ts";
import type { RetrodeckFiles } from "../../emulators/retrodeck/files.ts";
import { FileError } from "../../machine/disk.ts";
import { recognise } from "./recognise.ts";

export interface Recogniser {
  /** Like `recognise`, and with the emulator where RetroDECK's files tell which it chooses. */
  recognise(command: LaunchCommand): Promise<LaunchTarget>;
}

export function createRecogniser(deps: { homeFolder: string; retrodeck: RetrodeckFiles }): Recogniser {
  return {
    async recognise(command) {
      const target = recognise(command, deps);
      const isOpen = target.kind === "rom" && target.install === "retrodeck" && target.emulator === null;
      return isOpen ? { ...target, ...(await chosen(target)) } : target;
    },
  };

  /** A file that cannot be read leaves the emulator unknown: the system's usual one would be a guess. */
  async function chosen({ system, rom }: RomLaunch): Promise<Partial<RomLaunch>> {
    if (system === null || rom.kind !== "file") return {};
    try {
      const texts = await deps.retrodeck.textsOf(system);
      const order = texts && chooseEmulator(nameOf(rom.path), texts);
      return order?.family ? { emulator: order.family.name, core: order.core } : {};
    } catch (error) {
      if (error instanceof FileError) return {};
      throw error;
    }
  }
}
