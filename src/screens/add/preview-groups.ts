import type { BindingsPreview, PreviewLine, Would } from "../../../backend/contract/saves/preview.ts";
import type { ShortcutBinding } from "../../../backend/contract/saves/shortcut.ts";

export interface PreviewGroup {
  would: Would;
  lines: PreviewLine[];
}

/** What moves first, then what asks, then what stays. */
const order: Would[] = ["upload", "download", "differs", "same", "nothing", "unknown", "not-now", "refused"];

/** What would happen, by kind; a kind that nothing would happen of is left out. */
export function previewGroups({ lines }: BindingsPreview): PreviewGroup[] {
  return order
    .map((would) => ({ would, lines: lines.filter((line) => line.would === would) }))
    .filter((group) => group.lines.length > 0);
}

/** Registering is all or nothing: what would be refused stays out, so that the others are not. */
export function withoutRefused(bindings: ShortcutBinding[], { lines }: BindingsPreview): ShortcutBinding[] {
  const refused = new Set(lines.filter(({ refusal }) => refusal !== null).flatMap(({ appIds }) => appIds));
  return bindings.filter(({ appId }) => !refused.has(appId));
}
