import { isLike, isListOf, isText } from "../shape.ts";

/** The languages that the player chose in Steam, best first; falls back to the browser's. */
export function listLanguages(): string[] {
  const manager: unknown = Reflect.get(globalThis, "LocalizationManager");
  return isManager(manager) ? manager.m_rgLocalesToUse : [...navigator.languages];
}

const isManager = isLike({ m_rgLocalesToUse: isListOf(isText) });
