import { firstLetters } from "../../core/first-letters.ts";
import type { RommEntity } from "../../core/romm-error.ts";
import type { Call } from "./call.ts";

/** What RomM says in `{"detail": ...}`, its mark in every error of its own. */
export interface ErrorDetail {
  /** One line, short enough for a message. */
  sentence: string;
  value: unknown;
}

/** Null: not RomM's JSON, so nothing about RomM's things can be concluded. */
export function readDetail(text: string): ErrorDetail | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== "object" || parsed === null || !("detail" in parsed)) return null;
  const value = parsed.detail;
  if (typeof value !== "string" && (typeof value !== "object" || value === null)) return null;
  return { sentence: toLine(toSentence(value)), value };
}

/**
 * A text; FastAPI's list of validation errors; or an object: RomM's `device_exists`, and the 409 to an upload as its
 * specification of device sync shows it (RomM up to 5.2 sends a text there).
 */
function toSentence(value: string | object): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((entry) => textOf(entry, "msg")).join("; ");
  const parts = [
    textOf(value, "message") || textOf(value, "error"),
    labelled("save", textOf(value, "save_id")),
    labelled("saved", textOf(value, "current_save_time")),
    labelled("this device has that of", textOf(value, "device_sync_time")),
  ];
  return parts.filter((part) => part !== "").join(", ");
}

type DetailKey = "msg" | "message" | "error" | "save_id" | "current_save_time" | "device_sync_time";

function textOf(value: unknown, key: DetailKey): string {
  if (typeof value !== "object" || value === null) return "";
  const found: unknown = Reflect.get(value, key);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}

function labelled(label: string, text: string): string {
  return text === "" ? "" : `${label} ${text}`;
}

const longestSentence = 200;

function toLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  const start = firstLetters(line, longestSentence);
  return start === line ? line : `${start}…`;
}

const words: Record<RommEntity, RegExp> = {
  "save-file": /\bfile not found on disk\b/i,
  device: /\bdevice\b.*\bnot found\b/i,
  rom: /\brom\b.*\bnot found\b/i,
  save: /\bsave\b.*\bnot found\b/i,
  user: /\buser\b.*\bnot found\b|\bretroachievements\b/i,
  platform: /\bplatform\b.*\bnot found\b/i,
};

/** The bare `Not Found` of an unknown route names nothing, so it proves nothing. */
export function entityNamedGone(call: Call, detail: ErrorDetail): RommEntity | null {
  return (call.entities ?? []).find((entity) => words[entity].test(detail.sentence)) ?? null;
}
