import type { LogFacts, LogLevel } from "./log.ts";

export interface LogEntry {
  atMs: number;
  level: LogLevel;
  message: string;
  facts: LogFacts;
}

/** As it stands in the log, with its line end. */
export type LogFormat = (entry: LogEntry) => string;

/**
 * For people: `2026-11-27T20:05:14.123Z info Sent. game="Tobu Tobu Girl" rom=12`. Null and undefined are left out; what
 * has several lines, such as a stack, follows below, each of its lines behind two spaces.
 */
export const asText: LogFormat = ({ atMs, level, message, facts }) => {
  const told = Object.entries(facts).filter(([, value]) => value !== null && value !== undefined);
  const isLong = ([, value]: (typeof told)[number]) => typeof value === "string" && value.includes("\n");
  const short = told.filter((fact) => !isLong(fact)).map(([name, value]) => `${name}=${quoted(value)}`);
  const long = told.filter(isLong).map(([name, value]) => `\n  ${name}: ${indented(String(value))}`);
  return `${[new Date(atMs).toISOString(), level, indented(message), ...short].join(" ")}${long.join("")}\n`;
};

/** For programs: one object a line. */
export const asJson: LogFormat = ({ atMs, level, message, facts }) =>
  `${JSON.stringify({ time: new Date(atMs).toISOString(), level, message, ...facts })}\n`;

function quoted(value: unknown): string {
  const text = String(value);
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(text);
}

/** No text of others can begin a line of its own. */
function indented(text: string): string {
  return text.replaceAll(/\r\n?|\n/g, "\n  ");
}
