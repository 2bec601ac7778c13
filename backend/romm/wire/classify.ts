import { type RommEntity, RommError } from "../../core/romm-error.ts";
import type { RommErrorCode } from "../../core/vocabulary.ts";
import type { HttpError } from "../../machine/http.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Call } from "./call.ts";
import { type ErrorDetail, entityNamedGone, readDetail } from "./error-detail.ts";

/** How a call can fail to give a usable answer. */
export type Failure =
  | { kind: "late" }
  | { kind: "given-up" }
  | { kind: "http"; error: HttpError }
  /** An answer that is none: its status says so, or its body is not what RomM sends. */
  | { kind: "status"; status: number; text: string; retryAfterMs: number | null; location: string | null }
  | { kind: "not-json"; status: number; text: string }
  | { kind: "too-long"; status: number; limitBytes: number }
  | { kind: "not-a-file"; status: number; isWebPage: boolean }
  | { kind: "cut"; expectedBytes: number; receivedBytes: number };

type Server = Pick<Capabilities, "tellsForbiddenApart">;

/** The one place where a failed call becomes a word of ours, and a sentence that says what can be done. */
export function classify(call: Call, failure: Failure, server: Server): RommError {
  const error = (code: RommErrorCode, what: string, facts: ConstructorParameters<typeof RommError>[2] = {}) =>
    new RommError(code, `Could not ${call.task}: ${what}`, facts);
  switch (failure.kind) {
    case "late":
      return error("timeout", `RomM did not answer in time. ${advice.network}`);
    case "given-up":
      return error("timeout", "it was stopped before RomM answered. Savepoint looks again at the next sync.");
    case "http":
      return classifyHttp(error, failure.error);
    case "status":
      return classifyStatus(call, error, failure, server);
    case "not-json": {
      const { status } = failure;
      if (looksLikeHtml(failure.text)) return error("web-page", webPageText, { status });
      return error("malformed", `something else came instead of RomM's answer. ${advice.address}`, {
        status,
      });
    }
    case "too-long":
      return error("malformed", `the answer is longer than ${failure.limitBytes} bytes. ${advice.address}`, {
        status: failure.status,
      });
    case "not-a-file": {
      const { status } = failure;
      if (failure.isWebPage) return error("web-page", webPageText, { status });
      return error("malformed", `something else came instead of the save. ${advice.address}`, { status });
    }
    case "cut":
      return error(
        "malformed",
        `${failure.receivedBytes} bytes came instead of ${failure.expectedBytes}. Nothing was replaced; try again.`,
      );
  }
}

/** A portal's page has its own 200; so has the login of what stands in front of RomM. */
const webPageText =
  "a web page came instead of RomM's answer. Sign in to this Wi-Fi if it asks for that. " +
  "Check that the address leads to RomM itself, and that no login page stands in front of it.";

type MakeError = (
  code: RommErrorCode,
  what: string,
  facts?: ConstructorParameters<typeof RommError>[2],
) => RommError;

const advice = {
  network: "Check that this device and the server are online, then try again.",
  address: "Check that the address leads to RomM itself, and that no login page stands in front of it.",
  signIn: "Sign in again.",
  certificate:
    "Check that the address is right; an own authority, or this one certificate, can be trusted when signing in.",
  rights: "Sign in again and allow what is asked for, or ask RomM's admin.",
  proxy: "Let Savepoint pass there, or enter an address that leads to RomM itself.",
};

function classifyHttp(error: MakeError, cause: HttpError): RommError {
  switch (cause.code) {
    case "no-network":
      return error("no-network", "this device is in no network. Check its Wi-Fi, then try again.", {
        didArrive: false,
        cause,
      });
    case "refused":
      return error("offline", `RomM could not be reached (${reason(cause)}). ${advice.network}`, {
        didArrive: false,
        cause,
      });
    case "untrusted":
      return error("untrusted", untrustedText(cause), {
        ...{ didArrive: false, cause },
        ...(cause.certificate !== null && { certificate: cause.certificate }),
      });
    case "broken":
      return error("offline", `the connection to RomM broke off. ${advice.network}`, { cause });
    case "garbled":
      return error("malformed", `the server's answer cannot be read. ${advice.address}`, { cause });
    case "aborted":
      return error("timeout", `the connection was closed. ${advice.network}`, { cause });
  }
}

function reason({ message }: HttpError): string {
  return message.replace(/^refused: /, "") || "no connection";
}

function untrustedText({ certificate }: HttpError): string {
  const seen = certificate === null ? "" : ` (${certificate.why}, SHA-256 ${certificate.fingerprint})`;
  return `nothing vouches for the certificate that the server showed${seen}. ${advice.certificate}`;
}

function classifyStatus(
  call: Call,
  error: MakeError,
  failure: Failure & { kind: "status" },
  server: Server,
): RommError {
  const { status, text, retryAfterMs } = failure;
  const detail = readDetail(text);
  const says = detail === null ? "" : ` RomM says: "${detail.sentence}".`;
  const facts = { status, retryAfterMs };
  if (status >= 300 && status < 400) {
    const { location } = failure;
    return error("redirected", redirectText(location), { ...facts, location });
  }
  if (status === 401 || status === 403)
    return error(...refusalText(status, detail !== null, says, server), facts);
  if (status === 413)
    return error(...tooLargeText(detail, says), { ...facts, limitBytes: readLimit(detail) });
  if (status === 429 || (status === 503 && retryAfterMs !== null)) {
    return error("busy", "RomM asks to wait. Savepoint tries again later.", facts);
  }
  if (status >= 500) {
    const what = `the server failed (${status}).${says} Look at RomM's log, or try again later.`;
    const isBare500 = status === 500 && text.trim() === "Internal Server Error";
    return error("server-error", what, { ...facts, isBare500 });
  }
  const entity = status === 404 && detail !== null ? entityNamedGone(call, detail) : null;
  if (entity !== null) return error("not-found", `${goneText[entity]}${says}`, { ...facts, entity });
  if (detail === null || status === 404 || status < 400) {
    return error("malformed", `the answer (${status}) is not RomM's. ${advice.address}`, facts);
  }
  if (isFrozen(detail))
    return error("rejected", `it is part of a channel in RomM.${says} Delete it there.`, facts);
  if (isRefusedArchive(status, detail))
    return error("rejected", `RomM cannot read this save as the archive that it looks like.${says}`, facts);
  if (status === 409)
    return error("conflict", `RomM has something newer.${says} Savepoint looks again.`, facts);
  const what = `RomM does not take it (${status}).${says} Check that Savepoint and RomM are up to date.`;
  return error("rejected", what, facts);
}

/** RomM 5.5: "Game.srm belongs to a sync channel and can't be changed directly". */
function isFrozen({ sentence }: ErrorDetail): boolean {
  return sentence.includes("belongs to a sync channel");
}

/** RomM 5.4, of what reads as a zip by its last bytes: "Save file: the archive can't be read". */
function isRefusedArchive(status: number, { sentence }: ErrorDetail): boolean {
  return status === 422 && /^Save file: .*archive/.test(sentence);
}

/** RomM tells its limit (5.1: "Request body exceeds the maximum allowed size of 536870912 bytes"); a proxy never does. */
function readLimit(detail: ErrorDetail | null): number | null {
  const [, bytes] = /\b(\d+) bytes\b/.exec(detail?.sentence ?? "") ?? [];
  return bytes === undefined ? null : Number(bytes);
}

function tooLargeText(detail: ErrorDetail | null, says: string): [RommErrorCode, string] {
  const ask = "Ask the server's admin to raise the limit of uploads";
  if (detail === null)
    return ["too-large", `something in front of RomM takes nothing this large. ${ask} there.`];
  return ["too-large", `it is larger than RomM takes.${says} ${ask} (MAX_ASSET_UPLOAD_SIZE_BYTES).`];
}

const goneText: Record<RommEntity, string> = {
  rom: "RomM does not have this game any more. Match it again.",
  save: "RomM does not have this save any more. Look again.",
  "save-file": "RomM has lost the file of this save. Restore it in RomM, or upload this device's.",
  device: "RomM does not know this device any more. Sign in again to register it.",
  user: "RomM does not know this user, or no RetroAchievements name is set there. Check the profile in RomM.",
  platform: "RomM does not have this platform any more. Look again.",
};

function refusalText(
  status: 401 | 403,
  isRomm: boolean,
  says: string,
  server: Server,
): [RommErrorCode, string] {
  const code = status === 401 ? "unauthorized" : "forbidden";
  if (!isRomm) return [code, `something in front of RomM refuses this device (${status}). ${advice.proxy}`];
  if (status === 401) return [code, `RomM does not accept this sign-in (any more).${says} ${advice.signIn}`];
  // Before RomM 5.2 an invalid sign-in was a 403 too.
  const why = server.tellsForbiddenApart
    ? "this sign-in lacks a right"
    : "this sign-in has ended, or lacks a right";
  return [code, `${why}.${says} ${advice.rights}`];
}

function redirectText(location: string | null): string {
  const target = location !== null && URL.canParse(location) ? ` (${new URL(location).host})` : "";
  return `the address leads elsewhere${target}. Enter the address that the browser shows when RomM is open.`;
}

function looksLikeHtml(text: string): boolean {
  return text.trimStart().startsWith("<");
}
