import type { BadAddress } from "../../contract/account.ts";
import type { Outcome } from "../../core/vocabulary.ts";

/** What a player typed or pasted as RomM's address, taken apart. */
export interface TypedAddress {
  /** Null: not typed. */
  scheme: "http" | "https" | null;
  /** As a URL writes it: lower case, international names encoded, IPv6 in brackets. */
  host: string;
  /** Null: not typed. */
  port: number | null;
  /** Below which RomM may lie, the likeliest first: each empty or like `/romm`. */
  basePaths: string[];
}

type Refusal = { kind: BadAddress };

/** Reads what a person types: with or without scheme, port and path, or copied from a browser on any of RomM's pages. */
export function readTypedAddress(typed: string): Outcome<TypedAddress, Refusal> {
  const { scheme, rest } = splitScheme(
    typed.replace(/[\s\p{Cc}\p{Cf}]+/gu, "").replace(/^["'<]+|["'>]+$/g, ""),
  );
  if (scheme === "other") return refuse("other-scheme");
  const [, authority = "", tail = ""] = /^([^/\\?#]*)(.*)$/.exec(rest) ?? [];
  if (authority.includes("@")) return refuse("holds-user");
  if (authority === "") return refuse("empty");
  const url = parseUrl(`http://${bracket(authority)}${tail}`);
  const host = url?.hostname.replace(/\.$/, "");
  if (!url || !host) return refuse("not-an-address");
  const [, port] = /:(\d+)$/.exec(bracket(authority)) ?? [];
  if (port !== undefined && Number(port) === 0) return refuse("not-an-address");
  return {
    ok: true,
    value: { scheme, host, port: port === undefined ? null : Number(port), basePaths: toBasePaths(url) },
  };
}

/**
 * The address of a server as `findServer` tells it: scheme, host, port if unusual, and the path below which RomM lies.
 * Something that lacks its scheme is no such address.
 */
export function readServerAddress(text: string): Outcome<string, Refusal> {
  const typed = readTypedAddress(text);
  if (!typed.ok) return typed;
  const url = typed.value.scheme === null ? null : parseUrl(text.trim());
  if (!url || !/^https?:$/.test(url.protocol)) return refuse("not-an-address");
  const { scheme, host, port } = typed.value;
  const path = url.pathname.replace(/\/+$/, "");
  return { ok: true, value: `${toOrigin({ scheme: scheme ?? "https", host, port })}${path}` };
}

/** Without a port that the scheme has anyway. */
export function toOrigin(p: { scheme: "http" | "https"; host: string; port: number | null }): string {
  return new URL(`${p.scheme}://${p.host}${p.port === null ? "" : `:${p.port}`}`).origin;
}

/** `http:\\romm`, `https:/romm` and `http//romm` are slips of the thumb; `romm:8080` has no scheme. */
function splitScheme(text: string): { scheme: "http" | "https" | "other" | null; rest: string } {
  const [, web, rest] = /^(https?)(?::[/\\]*|[/\\]{2})(.*)$/i.exec(text) ?? [];
  if (web !== undefined && rest !== undefined) {
    return { scheme: web.toLowerCase() === "https" ? "https" : "http", rest };
  }
  if (/^[a-z][a-z0-9+.-]*:[/\\]{2}/i.test(text)) return { scheme: "other", rest: "" };
  return { scheme: null, rest: text.replace(/^[/\\]+/, "") };
}

/** An IPv6 address is often typed without its brackets. */
function bracket(authority: string): string {
  return /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(authority) ? `[${authority}]` : authority;
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function refuse(kind: BadAddress): Outcome<never, Refusal> {
  return { ok: false, error: { kind } };
}

/** The first parts of the addresses of RomM's own pages (frontend/src/plugins/router.ts, RomM 5.2), and its files'. */
const pages = new Set([
  ...["login", "setup", "register", "reset-password", "pair", "console", "home", "403", "404"],
  ...["search", "platform", "platforms", "collection", "collections", "rom", "april-fools"],
  ...["scan", "upload", "activity", "user", "user-interface", "library-management", "scan-settings"],
  ...["metadata-sources", "client-api-tokens", "administration", "server-stats", "logs", "controller-debug"],
  ...["api", "assets", "index.html", "openapi.json"],
]);

/** A proxy may keep RomM below a path; a page of RomM's is not part of it, unless nothing else answers. */
function toBasePaths({ pathname }: URL): string[] {
  const parts = pathname.split("/").filter((part) => part !== "");
  const firstPage = parts.findIndex((part) => pages.has(part.toLowerCase()));
  const base = (firstPage < 0 ? parts : parts.slice(0, firstPage)).slice(0, mostParts);
  const below = Array.from({ length: base.length + 1 }, (_, left) => base.slice(0, base.length - left));
  const whole = parts.slice(0, mostParts);
  return [...new Set([...below, whole].map((path) => path.map((part) => `/${part}`).join("")))];
}

/** Deeper than this nobody puts RomM, and each part costs a question. */
const mostParts = 3;
