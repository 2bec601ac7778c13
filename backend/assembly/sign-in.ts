import { connect, connectAgain, finishArrived, takeArrived } from "../account/connect.ts";
import { moveServer } from "../account/move/move-server.ts";
import type { SessionHolder } from "../account/session.ts";
import { createSignBackIn } from "../account/sign-back-in.ts";
import { createPairings } from "../account/sign-in/pairing.ts";
import type {
  ConnectError,
  Connection,
  Credentials,
  MoveError,
  Pairing,
  Right,
} from "../contract/account.ts";
import type { ChangedPart } from "../contract/events.ts";
import type { ServerAccess } from "../contract/server.ts";
import type { StoredAccess } from "../core/server-access.ts";
import type { Outcome } from "../core/vocabulary.ts";
import type { PlayStatusSync } from "../play-status/play-status.ts";
import type { SyncEngine } from "../sync/engine.ts";
import { createTold, type Told } from "../work/told.ts";
import { createTurns } from "../work/turns.ts";
import type { CopyCare } from "./copy-care.ts";
import { createKeptTokens } from "./kept-tokens.ts";
import { knownAccount } from "./rebuild.ts";
import { forgetAccount, type SignInGround, toSignInDeps } from "./sign-in-deps.ts";

export { selfOf } from "./sign-in-deps.ts";

interface SignInParts {
  session: SessionHolder;
  engine: SyncEngine;
  playStatus: PlayStatusSync;
  changed: (part: ChangedPart) => void;
  care: Pick<CopyCare, "relabel">;
}

interface Server {
  origin: string;
  access?: ServerAccess;
}

type Signed = Outcome<Connection, ConnectError>;

/** The calls about signing in, and what the start does of it. */
export interface SignInCalls {
  /** Takes the account that the state names into use, if we hold its credentials. */
  resume(): void;
  connect(p: Server & { credentials: Credentials }): Promise<Signed>;
  startPairing(p: Server): Promise<Outcome<Pairing, ConnectError>>;
  awaitPairing(p: { pairingId: string }): Promise<Signed>;
  cancelPairing(p: { pairingId: string }): void;
  moveServer(p: Server): Promise<Outcome<Connection, MoveError>>;
  disconnect(): Promise<void>;
  /** Of the sign-in in use. */
  missingRights(): Right[];
  /** Told whenever somebody has been signed in: there is something to look at. */
  signedIn: Told<void>;
}

export function createSignIn(ground: SignInGround, parts: SignInParts): SignInCalls {
  const { session, engine, playStatus } = parts;
  const { credentials, state, clock, log } = ground;
  const { store } = state;
  const pairings = createPairings();
  const tokens = createKeptTokens(ground);
  const turns = createTurns();
  const signedIn = createTold<void>();
  const signBackIn = createSignBackIn({ clock, log, way: findWayBack });

  function resume(): void {
    const accountId = store.current().activeAccount;
    const kept = accountId === null ? null : tokens.of(accountId);
    engine.forgetAll();
    playStatus.cancel();
    if (kept) session.open(kept);
    else session.close();
    signBackIn();
  }

  const depsWith = (access: StoredAccess | null) =>
    toSignInDeps(ground, {
      ...{ access, relabelCopies: parts.care.relabel },
      // In between no sync may begin: it would work for one account with the other one's files.
      updateAccount: (change) =>
        engine.interruptFor(async () => {
          await store.update(change);
          tokens.forget();
          resume();
        }),
    });

  async function withAccess<T, E extends { kind: string }>(
    { access }: Server,
    work: (deps: ReturnType<typeof depsWith>) => Promise<Outcome<T, E | ConnectError>>,
  ): Promise<Outcome<T, E | ConnectError>> {
    const read = await ground.access.read(access);
    return read.ok ? await work(depsWith(read.value)) : read;
  }

  /** One sign-in at a time: each writes down what RomM gave it once. */
  async function sign<E extends { kind: string }>(
    work: () => Promise<Outcome<Connection, E>>,
  ): Promise<Outcome<Connection, E>> {
    const outcome = await turns.take(work);
    signBackIn();
    if (outcome.ok) signedIn.tell();
    parts.changed("connection");
    return outcome;
  }

  /** What was given before a crash comes first; then the one account whose credentials outlived the state. */
  function findWayBack(): (() => Promise<Signed>) | null {
    if (turns.isTaken()) return null;
    const arrived = credentials.arrived();
    if (arrived !== null) return () => sign(() => finishArrived(depsWith(null), arrived));
    const known = knownAccount(ground);
    return known === null ? null : () => sign(() => connectAgain(depsWith(null), known));
  }

  return {
    ...{ resume, signedIn },
    connect: (p) =>
      sign(async () => {
        const outcome = await withAccess(p, (deps) => connect(deps, p));
        if (outcome.ok) pairings.cancel(null);
        return outcome;
      }),
    startPairing: (p) =>
      withAccess(p, (deps) =>
        pairings.start(
          { ...deps, takeArrived: (server, arrived) => sign(() => takeArrived(deps, server, arrived)) },
          p,
        ),
      ),
    awaitPairing: (p) => pairings.await(p),
    cancelPairing: ({ pairingId }) => pairings.cancel(pairingId),
    moveServer: (p) =>
      sign(async () => {
        const outcome = await withAccess(p, (deps) => moveServer(deps, p));
        // Refused, and the login was renewed on the way: the old one is worth nothing any more.
        if (!outcome.ok && tokens.areStale()) resume();
        return outcome;
      }),
    disconnect: () =>
      engine.interruptFor(async () => {
        pairings.cancel(null);
        await forgetSignedIn(ground);
        tokens.forget();
        resume();
      }),
    missingRights: () => readMissingRights(ground),
  };
}

async function forgetSignedIn(ground: SignInGround): Promise<void> {
  const accountId = ground.state.store.current().activeAccount ?? knownAccount(ground);
  if (accountId !== null) await forgetAccount(ground, accountId);
  else await ground.credentials.setArrived(null);
}

function readMissingRights({ state, credentials }: SignInGround): Right[] {
  const accountId = state.store.current().activeAccount;
  return (accountId === null ? null : credentials.load(accountId)?.missingRights) ?? [];
}
