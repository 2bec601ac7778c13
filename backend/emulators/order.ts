import { nameOf } from "../core/paths.ts";
import { type EmulatorFamily, familyOfEsde, familyOfProgram } from "./families.ts";

export interface Order {
  family: EmulatorFamily | null;
  core: string | null;
}

/** A command of ES-DE's `es_systems.xml`: `%EMULATOR_RETROARCH% -L %CORE_RETROARCH%/snes9x_libretro.so %ROM%`. */
export function readOrder(order: string): Order {
  const named = /%EMULATOR_([^%\s]+)%/.exec(order)?.[1];
  const [program = ""] = order.trimStart().split(/\s/, 1);
  const family = named === undefined ? familyOfProgram(nameOf(program)) : familyOfEsde(named);
  const core = /(?:^|\s)(?:-L|--libretro[= ])\s*"?([^\s"]+)/.exec(order)?.[1];
  const hasCore = core !== undefined && (family?.coreOptions.length ?? 0) > 0;
  return { family, core: hasCore ? coreName(core) : null };
}

/** `/snes9x_libretro.so`, as EmuDeck writes it, is no file: only its name counts. */
export function coreName(core: string): string {
  return nameOf(core.replaceAll("\\", "/")).replace(/(?:_libretro)?(?:\.(?:so|dll|dylib|info))?$/, "");
}
