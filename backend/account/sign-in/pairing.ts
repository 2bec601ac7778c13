import type { ConnectError, Connection, Pairing } from "../../contract/account.ts";
import { type ArrivedLogin, askedRights } from "../../core/login.ts";
import { RommError } from "../../core/romm-error.ts";
import { fixedToken } from "../../core/token-source.ts";
import type { Outcome } from "../../core/vocabulary.ts";
import { describeDefect } from "../../work/defects.ts";
import { toRommProblem } from "../../work/problems.ts";
import type { DeviceFlow, FlowAnswer, SignInServer } from "../deps.ts";
import { toQrRows } from "../server/qr-rows.ts";
import { type CheckedServer, checkServer, orConnectError } from "./check-server.ts";
import type { SignInDeps } from "./deps.ts";
import { isPassing } from "./is-passing.ts";

export interface PairingDeps extends SignInDeps {
  newId: () => string;
  /** Goes on with what RomM gave once; it is written down by then. */
  takeArrived(server: CheckedServer, arrived: ArrivedLogin): Promise<Signed>;
}

type Signed = Outcome<Connection, ConnectError>;

interface Running {
  pairingId: string;
  cancel: AbortController;
  signed: Promise<Signed>;
}

/** A person waits. */
const patienceMs = 20_000;
/** RomM tells a poll within five seconds of the last one to slow down. */
const fastestPollMs = 6_000;
const slowDownMs = 5_000;
/** RomM counts the polls of one address by the minute. */
const busyMs = 30_000;

/**
 * Pairings by RomM's device authorization (5.0). The newest one goes on by itself until the player has answered,
 * whether anybody waits for it or not; an older one is given up.
 */
export function createPairings() {
  let running: Running | null = null;

  return {
    async start(deps: PairingDeps, p: { origin: string }): Promise<Outcome<Pairing, ConnectError>> {
      running?.cancel.abort();
      return await orConnectError(async () => {
        const signal = AbortSignal.timeout(patienceMs);
        const checked = await checkServer(deps, { origin: p.origin, way: "device" }, signal);
        if (!checked.ok) return checked;
        const server = checked.value;
        await deps.credentials.prove();
        const { signIn } = deps.openServer({ origin: server.origin, tokens: fixedToken(null) });
        const flow = await signIn.startFlow(introduce(deps), signal);
        const [pairingId, cancel] = [deps.newId(), new AbortController()];
        const signed = orConnectError(() => follow(deps, { server, signIn, flow }, cancel.signal));
        signed.catch((error) => deps.log.error("A pairing failed.", { error: describeDefect(error) }));
        running?.cancel.abort();
        running = { pairingId, cancel, signed };
        return { ok: true, value: show(deps, { pairingId, origin: server.origin }, flow) };
      });
    },

    async await({ pairingId }: { pairingId: string }): Promise<Signed> {
      return running?.pairingId === pairingId ? await running.signed : refusals.expired;
    },

    /** Null: whichever there is. */
    cancel(pairingId: string | null): void {
      if (pairingId === null || running?.pairingId === pairingId) running?.cancel.abort();
    },
  };
}

function introduce({ device }: PairingDeps): Parameters<SignInServer["startFlow"]>[0] {
  const { hostname: identifier, name, client, platform, clientVersion } = device;
  return { identifier, name, client, platform, clientVersion, scopes: askedRights };
}

function show(
  { clock }: PairingDeps,
  { pairingId, origin }: { pairingId: string; origin: string },
  flow: DeviceFlow,
): Pairing {
  const urlWithCode = `${origin}${flow.pathWithCode}`;
  return {
    ...{ pairingId, urlWithCode },
    userCode: flow.userCode,
    url: `${origin}${flow.path}`,
    qrRows: toQrRows(urlWithCode),
    expiresAtMs: clock.now() + flow.expiresInMs,
  };
}

const refusals = {
  expired: { ok: false, error: { kind: "pairing-expired" } },
  denied: { ok: false, error: { kind: "pairing-denied" } },
  cancelled: { ok: false, error: { kind: "pairing-cancelled" } },
} satisfies Record<string, Signed>;

interface Followed {
  server: CheckedServer;
  signIn: SignInServer;
  flow: DeviceFlow;
}

/** A server that cannot be reached for a while does not end the code: it is asked on until the code's time is over. */
async function follow(
  deps: PairingDeps,
  { server, signIn, flow }: Followed,
  cancelled: AbortSignal,
): Promise<Signed> {
  const { clock } = deps;
  const endsAtMs = clock.monotonic() + flow.expiresInMs;
  let pauseMs = Math.max(fastestPollMs, flow.intervalMs + 1000);
  for (let isBusy = false; ; ) {
    await clock.wait(isBusy ? busyMs : pauseMs, cancelled);
    if (cancelled.aborted) return refusals.cancelled;
    const answer = await poll(signIn, flow, cancelled);
    if (cancelled.aborted) return refusals.cancelled;
    isBusy = answer instanceof RommError && answer.code === "busy";
    if (answer instanceof RommError) {
      if (!isPassing(toRommProblem(answer))) throw answer;
    } else if (answer.kind === "approved") {
      const { token, deviceId, scopes } = answer;
      const arrived: ArrivedLogin = {
        origin: server.origin,
        login: { kind: "token", token },
        ...{ deviceId, scopes },
      };
      await deps.credentials.setArrived(arrived);
      return await deps.takeArrived(server, arrived);
    } else if (answer.kind === "denied") return refusals.denied;
    else if (answer.kind === "expired") return refusals.expired;
    else if (answer.kind === "slow-down") pauseMs += slowDownMs;
    if (clock.monotonic() > endsAtMs) return refusals.expired;
  }
}

async function poll(
  signIn: SignInServer,
  { deviceCode }: DeviceFlow,
  cancelled: AbortSignal,
): Promise<FlowAnswer | RommError> {
  try {
    return await signIn.pollFlow({ deviceCode }, cancelled);
  } catch (error) {
    if (error instanceof RommError) return error;
    throw error;
  }
}
