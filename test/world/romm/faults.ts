import type { RommRules } from "./rules/rules.ts";

/** What can go wrong between a client and this server. */
export const faultNames = [
  /** Uploads answer 200 with a plausible row, and nothing is kept. */
  "swallow-uploads",
  /** Waits `ms` before anything else (1,000 if not told). */
  "slow",
  "500",
  "502-html",
  /** The request is carried out, then the connection ends inside the answer's headers. */
  "cut-in-headers",
  /** The request is carried out, then the connection ends half-way through the answer. */
  "cut-mid-body",
  /** The answer has bytes after its end. */
  "too-long",
  /** The answer lacks its second half, and its length says so. */
  "too-short",
  /** Listings show the server as it was when the fault was set. */
  "stale-list",
  /** Devices (`deviceId`, or all) are deleted, once, when the fault is set. */
  "forgotten-device",
  /** The server's clock is `offsetMs` off. */
  "clock-skew",
  /** An upload's body is read half, then held until released. */
  "hold-upload-half-read",
  "401",
  "403",
  "proxy-404-html",
  /** RomM's own 404; `detail` names the thing. */
  "entity-404",
  "409",
  "413",
  "429",
  "login-page-200",
  /** 302 to `to`, another origin. */
  "redirect-elsewhere",
  /** Says gzip and is none. */
  "gzip-garbage",
  /** 200 with JSON that is not what was asked for. */
  "wrong-shape",
  /** The port is closed: route and count do not apply. */
  "refused",
] as const;

export type FaultName = (typeof faultNames)[number];

interface FaultOptions {
  /** `POST /api/saves`, `GET /api/saves/*\/content`, `* /api/**`; `*` is one part, `**` all that follows. */
  route?: string;
  /** How many requests it strikes; without it, all until cleared. */
  count?: number;
  /** How many matching requests pass first. */
  skip?: number;
  ms?: number;
  offsetMs?: number;
  deviceId?: string;
  detail?: unknown;
  to?: string;
}

/** A fault that is set. */
export interface Fault {
  name: FaultName;
  options: FaultOptions;
  hits: number;
  /** `stale-list`: the server as it was. */
  frozen: RommRules | null;
  /** Resolves when the first upload is held. */
  holding: Promise<void>;
  /** Lets what is held go on, and holds nothing more. */
  release(): void;
  /** Waits here while held. */
  hold(): Promise<void>;
}

export interface Faults {
  set(name: FaultName, options?: FaultOptions): Promise<Fault>;
  /** One fault, or all. */
  clear(name?: FaultName): Promise<void>;
  /** Lets held uploads go on. */
  release(name: FaultName): void;
  /** The faults that strike a request, in the order they were set; each counts it as a hit. */
  strike(method: string, path: string): Fault[];
  /** What to add to the clock. */
  skewMs(): number;
}

const defaultRoutes: Partial<Record<FaultName, string>> = {
  "swallow-uploads": "POST /api/saves",
  "hold-upload-half-read": "POST /api/saves",
  "stale-list": "GET /api/saves",
};

/** These act when they are set, not on a request. */
const standing: ReadonlySet<FaultName> = new Set(["refused", "clock-skew", "forgotten-device"]);

/** The server's switches. `setListening` opens and closes its port. */
export function createFaults(deps: {
  rules: () => RommRules;
  setListening: (isListening: boolean) => Promise<void>;
}): Faults {
  let faults: Fault[] = [];
  const clear = async (name?: FaultName) => {
    const ended = faults.filter((fault) => name === undefined || fault.name === name);
    faults = faults.filter((fault) => !ended.includes(fault));
    for (const fault of ended) fault.release();
    if (ended.some((fault) => fault.name === "refused")) await deps.setListening(true);
  };
  return {
    async set(name, options = {}) {
      await clear(name);
      const fault = createFault(name, options);
      if (name === "stale-list") fault.frozen = deps.rules().rehearse();
      if (name === "forgotten-device") forgetDevices(deps.rules(), options.deviceId);
      if (name === "refused") await deps.setListening(false);
      faults.push(fault);
      return fault;
    },
    clear,
    release(name) {
      for (const fault of faults) if (fault.name === name) fault.release();
    },
    strike(method, path) {
      const struck = faults.filter((fault) => strikes(fault, method, path));
      for (const fault of struck) fault.hits += 1;
      return struck.filter((fault) => fault.hits > (fault.options.skip ?? 0));
    },
    skewMs: () => faults.reduce((sum, { options }) => sum + (options.offsetMs ?? 0), 0),
  };
}

function createFault(name: FaultName, options: FaultOptions): Fault {
  const held = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  return {
    name,
    options,
    hits: 0,
    frozen: null,
    holding: held.promise,
    release: () => gate.resolve(),
    hold() {
      held.resolve();
      return gate.promise;
    },
  };
}

function strikes({ name, options, hits }: Fault, method: string, path: string): boolean {
  if (standing.has(name)) return false;
  if (options.count !== undefined && hits >= options.count + (options.skip ?? 0)) return false;
  return matchesRoute(options.route ?? defaultRoutes[name] ?? "* /**", method, path);
}

/** `GET /api/saves/*\/content`: `*` is one part, `#` a number, `**` all that follows; a trailing slash makes no difference. */
export function matchesRoute(route: string, method: string, path: string): boolean {
  const [verb = "*", pattern = "/**"] = route.includes(" ") ? route.split(" ") : ["*", route];
  if (verb !== "*" && verb !== method) return false;
  const expression = pattern
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*|\*|#/g, (sign) => (sign === "**" ? ".*" : sign === "#" ? "\\d+" : "[^/]+"));
  return new RegExp(`^${expression}/?$`).test(path);
}

function forgetDevices(rules: RommRules, deviceId: string | undefined): void {
  for (const { id } of [...rules.database.devices])
    if (deviceId === undefined || id === deviceId) rules.admin.forgetDevice(id);
}
