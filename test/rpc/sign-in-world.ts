import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type TestContext, vi } from "vitest";
import type { Connection, Credentials } from "../../backend/contract/account.ts";
import type { BackendApi } from "../../backend/contract/backend-api.ts";
import type { Outcome } from "../../backend/core/vocabulary.ts";
import { createTraps, type Traps } from "../scenarios/real-traps.ts";
import { makeDeckFolders, startBackend } from "../torture/backend-process.ts";
import { type Romm, startRomm } from "../world/romm/server.ts";

/** A RomM of some version, and a Deck that nobody has signed in: a real backend process on real files. */
export interface SignInWorld {
  romm: Romm;
  traps: Traps;
  /** The Deck's folders. */
  root: string;
  api(): BackendApi;
  connect(credentials: Credentials): Promise<Outcome<Connection, { kind: string }>>;
  /** RomM's clock goes on, and the Deck's does not. */
  elapse(ms: number): void;
  /** Of the player in RomM's web page, who may do everything. */
  web(method: string, path: string, json?: unknown): Promise<unknown>;
  /** A token made there, and a pairing code for it. */
  makeToken(scopes?: readonly string[]): Promise<{ id: number; token: string }>;
  makeCode(scopes?: readonly string[]): Promise<string>;
  killAndRestart(): Promise<void>;
  /** Until the panel would show who is signed in. */
  signedIn(): Promise<Connection>;
  /** Every line that the backend said: answers and events. */
  said(): string[];
  /** Of the backend's process. */
  pid(): number;
  /** Everything that lies in the Deck's folders, but for the two secret files. */
  readable(): Promise<string>;
}

export const allRights = [
  ...["me.read", "platforms.read", "roms.read", "roms.user.read", "roms.user.write"],
  ...["assets.read", "assets.write", "devices.read", "devices.write"],
];

/** Ends with the test. */
export async function setUpSignIn(context: TestContext, version: string): Promise<SignInWorld> {
  const root = await mkdtemp(join(tmpdir(), "savepoint-sign-in-"));
  context.onTestFinished(() => rm(root, { recursive: true, force: true }));
  const traps = createTraps();
  let elapsedMs = 0;
  const romm = await startRomm({
    ...{ folder: join(root, "romm"), version, breakage: { around: traps.around } },
    now: () => Date.now() + elapsedMs,
  });
  const folders = makeDeckFolders(join(root, "deck"));
  const said: string[] = [];
  const start = () => startBackend(folders, {}, (line) => void said.push(line));
  let backend = start();
  context.onTestFinished(async () => {
    traps.releaseAll();
    await backend.killHard();
    await romm.stop();
  });
  const web = async (method: string, path: string, json?: unknown): Promise<unknown> => {
    const authorization = `Basic ${Buffer.from("player:password").toString("base64")}`;
    const body = json === undefined ? null : JSON.stringify(json);
    const reply = await fetch(`${romm.origin}${path}`, { method, headers: { authorization }, body });
    expect(reply.status, await reply.clone().text()).toBeLessThan(300);
    return await reply.json();
  };
  const makeToken = async (scopes: readonly string[] = allRights) => {
    const made = await web("POST", "/api/client-tokens", { name: "Deck", scopes });
    const { id, raw_token: token } = Object(made);
    return { id, token };
  };
  return {
    ...{ romm, traps, root, web, makeToken },
    said: () => said,
    pid: () => backend.child.pid ?? expect.fail("The backend does not run."),
    api: () => backend.api,
    connect: (credentials) => backend.api.connect({ origin: romm.origin, credentials }),
    elapse: (ms) => {
      elapsedMs += ms;
    },
    async makeCode(scopes) {
      const { id } = await makeToken(scopes);
      return Object(await web("POST", `/api/client-tokens/${id}/pair`)).code;
    },
    async killAndRestart() {
      await backend.killHard();
      backend = start();
    },
    async signedIn() {
      return await vi.waitFor(
        async () => {
          const { connection } = await backend.api.getOverview({});
          return connection.kind === "connected" ? connection : expect.fail("Nobody is signed in.");
        },
        { timeout: 20_000, interval: 100 },
      );
    },
    readable: () => readAll(join(root, "deck")),
  };
}

const secretFiles = /(credentials|servers)\.json(\.prev)?$/;

async function readAll(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const readable = paths.filter((path) => !secretFiles.test(path));
  return (await Promise.all(readable.map(async (path) => `${path}\n${await readFile(path, "latin1")}`))).join(
    "\n",
  );
}
