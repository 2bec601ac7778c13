import { mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { type Breakage, toMiddleware } from "./breakages/breakage.ts";
import { createFaults, type Faults } from "./faults.ts";
import { createApp, type RommApp, respond, respondRefusal } from "./http/app.ts";
import { addDeviceRoutes } from "./http/device-routes.ts";
import { createFaultMiddleware } from "./http/fault-middleware.ts";
import { isBrokenOff } from "./http/multipart.ts";
import { addRetroarchRoutes } from "./http/retroarch-routes.ts";
import { addCoverRoute, addRomRoutes } from "./http/rom-routes.ts";
import { addSaveRoutes } from "./http/save-routes.ts";
import { addServerRoutes } from "./http/server-routes.ts";
import { addPairingPage } from "./http/sign-in/pairing-page.ts";
import { addSignInRoutes } from "./http/sign-in/routes.ts";
import { addSnapshotRoutes } from "./http/snapshot-routes.ts";
import { addSyncRoutes } from "./http/sync-routes.ts";
import { crash, refuse } from "./rules/ground/answer.ts";
import { createFolderFiles } from "./rules/ground/files.ts";
import type { Profile, Traits } from "./rules/ground/traits.ts";
import type { NewRom } from "./rules/library/add-rom.ts";
import { createRommRules, type RommRules } from "./rules/rules.ts";

export interface RommOptions {
  /** Saves and roms lie here as RomM lays them out. */
  folder: string;
  profile?: Profile;
  version?: string;
  /** 0 or absent: a free one. */
  port?: number;
  /** Milliseconds since 1970; the machine's clock if not given. */
  now?: () => number;
  traits?: Partial<Traits>;
  /** How long an upload of so many bytes is open to others (measured: 8 KiB 50, 8 MiB 100 to 400); 0 if not given. */
  uploadWindowMs?: (sizeBytes: number) => number;
  /** Spoils one behaviour, and no other. */
  breakage?: Breakage;
}

export interface LoggedRequest {
  method: string;
  path: string;
  query: string;
  /** 0: no answer was sent, or not yet. */
  status: number;
}

/** A running stand-in for RomM. */
export interface Romm {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  /** A client token of the first user, with all of a user's scopes. */
  token: string;
  userId: number;
  rules: RommRules;
  faults: Faults;
  requests: { all(): LoggedRequest[]; clear(): void };
  addRom(rom: NewRom): { id: number };
  stop(): Promise<void>;
}

/** Starts RomM's stand-in on the loopback, with one user `player` (password `password`) and an empty library. */
export async function startRomm(options: RommOptions): Promise<Romm> {
  mkdirSync(options.folder, { recursive: true });
  const now = options.now ?? Date.now;
  const clock = () => now() + faults.skewMs();
  const { breakage = {} } = options;
  const traits = { ...options.traits, ...breakage.traits };
  const rules = createRommRules({ ...options, traits, files: createFolderFiles(options.folder), clock });
  const faults = createFaults({ rules: () => rules, setListening });
  const log: LoggedRequest[] = [];
  const app = createRommApp({ ...options, rules, faults, clock, log, breakage });
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  // As nginx in front of RomM: a client's idle connection stays open for a while.
  server.keepAliveTimeout = 75_000;
  let port = options.port ?? 0;
  async function setListening(isListening: boolean): Promise<void> {
    if (isListening) port = await listen(server, port);
    else await close(server);
  }
  await setListening(true);
  const user = rules.admin.addUser({ username: "player" });
  return {
    origin: `http://127.0.0.1:${port}`,
    token: rules.admin.addToken({ userId: user.id }).raw,
    userId: user.id,
    rules,
    faults,
    requests: { all: () => [...log], clear: () => log.splice(0) },
    addRom: (rom) => rules.admin.addRom(rom),
    async stop() {
      await faults.clear();
      await close(server);
    },
  };
}

/** The HTTP side over given rules; also usable without a socket, through its `fetch`. */
export function createRommApp(deps: {
  rules: RommRules;
  faults: Faults;
  clock: () => number;
  log: LoggedRequest[];
  breakage?: Breakage;
  uploadWindowMs?: (sizeBytes: number) => number;
}): RommApp {
  const app = createApp();
  app.use(async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const entry = { method: c.req.method, path: pathname, query: search, status: 0 };
    deps.log.push(entry);
    c.set("rules", deps.rules);
    c.set("uploadWindowMs", deps.uploadWindowMs ?? (() => 0));
    await next();
    if (!c.env?.outgoing?.destroyed) entry.status = c.res.status;
    c.header("Date", new Date(deps.clock()).toUTCString());
  });
  app.use(createFaultMiddleware(deps.faults));
  if (deps.breakage?.around !== undefined) app.use(toMiddleware(deps.breakage.around));
  addCoverRoute(app);
  addPairingPage(app);
  app.use(async (c, next) => {
    const isSafe = ["GET", "HEAD", "OPTIONS"].includes(c.req.method);
    if (isSafe || c.req.header("authorization") || needsNoCookie.test(c.req.path)) return next();
    return c.text("CSRF token verification failed", 403);
  });
  app.use(async (c, next) => {
    const caller = c
      .get("rules")
      .authenticate(c.get("authorization") ?? c.req.header("authorization") ?? null);
    if (!caller.ok) return respondRefusal(c, caller);
    c.set("caller", caller.value);
    return next();
  });
  addServerRoutes(app);
  addSignInRoutes(app);
  addRomRoutes(app);
  addDeviceRoutes(app);
  addSaveRoutes(app);
  addSnapshotRoutes(app);
  addSyncRoutes(app);
  addRetroarchRoutes(app);
  app.onError((error, c) => {
    if (!isBrokenOff(error)) console.error(error);
    return respondRefusal(c, crash());
  });
  app.notFound((c) => respond(c, refuse(404, "Not Found")));
  return app;
}

/** Whatever else changes something comes with Authorization, or with the cookie of RomM's own page. */
const needsNoCookie =
  /^\/api\/(token|client-tokens\/exchange|client-tokens\/pair\/[^/]+\/status|auth\/device\/(init|token))\/?$/;

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("The server has no port."));
      else resolve(address.port);
    });
  });
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
