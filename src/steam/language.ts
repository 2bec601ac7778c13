import * as v from "valibot";

/** The languages that the player chose in Steam, best first; falls back to the browser's. */
export function listLanguages(): string[] {
  const manager: unknown = Reflect.get(globalThis, "LocalizationManager");
  const told = v.safeParse(Manager, manager);
  return told.success ? told.output.m_rgLocalesToUse : [...navigator.languages];
}

const Manager = v.object({ m_rgLocalesToUse: v.array(v.string()) });
