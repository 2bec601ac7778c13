import { type TypedAddress, toOrigin } from "./address.ts";

/** Where RomM may be, as the typed address leaves it open: one port of one scheme, with the paths to ask below. */
export interface Candidate {
  origin: string;
  basePaths: string[];
}

/** The ports that RomM's own container and its examples show, for whoever typed none. */
const usualPorts = [8080, 3000];

/** The likeliest first. Who typed a scheme gets no other one: encryption is not given up on the quiet. */
export function listCandidates({ scheme, host, port, basePaths }: TypedAddress): Candidate[] {
  const at = (candidateScheme: "http" | "https", candidatePort: number | null): Candidate => ({
    origin: toOrigin({ scheme: candidateScheme, host, port: candidatePort }),
    basePaths,
  });
  const schemes = scheme === null ? (["https", "http"] as const) : [scheme];
  const typed = schemes.map((candidateScheme) => at(candidateScheme, port));
  if (port !== null) return typed;
  return [...typed, ...usualPorts.map((usual) => at(scheme ?? "http", usual))];
}

/**
 * The server to which an answer of `from` leads; null: away from the host that was typed, out of its encryption, or to
 * no RomM. `location` as the answer told it, maybe relative.
 */
export function followRedirect(from: string, location: string): string | null {
  const start = `${from}${heartbeatPath}`;
  if (!URL.canParse(location, start)) return null;
  const [source, target] = [new URL(start), new URL(location, start)];
  if (target.hostname !== source.hostname || target.username !== "" || target.password !== "") return null;
  const isAsSafe = target.protocol === "https:" || target.protocol === source.protocol;
  const path = target.pathname.replace(/\/+$/, "");
  if (!isAsSafe || !path.endsWith(heartbeatPath)) return null;
  return `${target.origin}${path.slice(0, -heartbeatPath.length)}`;
}

const heartbeatPath = "/api/heartbeat";
