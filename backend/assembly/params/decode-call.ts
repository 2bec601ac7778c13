import * as v from "valibot";
import type { BackendApi } from "../../contract/backend-api.ts";
import type { BadRequest } from "../../contract/errors.ts";
import type { LaunchVerdict } from "../../contract/saves/launch.ts";
import type { DecodedCall } from "../../rpc/answer.ts";
import { callParams } from "./call-params.ts";

type Refusal = { ok: false; error: BadRequest };
type Answer<Method extends keyof BackendApi> = Awaited<ReturnType<BackendApi[Method]>>;

/** Takes parameters, and its answer has no room for a refusal: neither an outcome nor nothing at all. */
type NeedsOwnRefusal = {
  [Method in keyof BackendApi]: keyof Parameters<BackendApi[Method]>[0] extends never
    ? never
    : Refusal extends Answer<Method>
      ? never
      : ReturnType<BackendApi[Method]> extends Promise<void>
        ? never
        : Method;
}[keyof BackendApi];

const ownRefusals: { [Method in NeedsOwnRefusal]: (refusal: Refusal) => Answer<Method> | Refusal } = {
  beforeLaunch: startUnchecked,
  startScan: (refusal) => refusal,
};

/** What the panel sent, once and for all: behind it, a call's parameters are what the contract says. */
export function decodeCall(method: string, given: unknown): DecodedCall {
  if (!isMethod(method)) return { params: given };
  const decoded = v.safeParse<v.GenericSchema>(callParams[method], given);
  if (decoded.success) return { params: decoded.output };
  const why = describe(decoded.issues[0]);
  const refusal: Refusal = { ok: false, error: { kind: "bad-request", detail: why } };
  return { refusal: hasOwnRefusal(method) ? ownRefusals[method](refusal) : refusal, why };
}

/** A launch is never held up: what cannot be a shortcut starts. */
function startUnchecked({ error }: Refusal): LaunchVerdict {
  return { kind: "go-unchecked", reason: "problem", detail: error.detail };
}

/** Where it stands and what is wrong with it, without what was given: it may be a password. */
function describe(issue: v.BaseIssue<unknown>): string {
  const where = v.getDotPath(issue) ?? "the parameters";
  return `${where}: ${issue.expected === null ? issue.message : `expected ${issue.expected}`}`;
}

function isMethod(name: string): name is keyof BackendApi {
  return Object.hasOwn(callParams, name);
}

function hasOwnRefusal(method: keyof BackendApi): method is NeedsOwnRefusal {
  return Object.hasOwn(ownRefusals, method);
}
