import { type Answer, grant, refuse } from "../ground/answer.ts";
import { type Caller, type Context, storedNow } from "../ground/context.ts";
import type { DeviceRow } from "../ground/database.ts";
import { isoTime, isoTimeOrNull } from "../ground/time.ts";
import { addToken, guarded } from "./access.ts";
import { newCode, readExpiry } from "./client-tokens.ts";
import { addDevice } from "./devices.ts";

interface InitRequest {
  client_device_identifier: string;
  name: string;
  client: string;
  platform: string | null;
  client_version: string | null;
  requested_scopes: string[];
}

interface ApproveRequest {
  user_code: string;
  approved_scopes: string[];
  device_name: string | null;
  expires_in: string | null;
}

interface Collected {
  access_token: string;
  device_id: string;
  scopes: string[];
  expires_at: string | null;
}

/** What Redis holds of a pairing. */
type Flow =
  | ({ status: "pending"; user_code: string } & InitRequest)
  | { status: "denied" }
  | ({ status: "approved" } & Collected);
type Pending = Extract<Flow, { status: "pending" }>;

const flowSeconds = 600;
const deniedSeconds = 60;
const intervalSeconds = 5;
const rateWindow = { seconds: 60, restarts: false };
const mostInits = 10;
const mostPolls = 60;

/** Section 1.4; endpoints/device_auth.py and utils/device_auth.py of 5.0.0 to 5.2.0. */
export function createDeviceAuth(context: Context) {
  return {
    init: (request: InitRequest) => init(context, request),
    pending: guarded(context, ["me.read"], pending),
    approve: guarded(context, ["me.write"], approve),
    deny: guarded(context, ["me.write"], deny),
    collect: (deviceCode: string) => collect(context, deviceCode),
  };
}

function init(context: Context, request: InitRequest) {
  const { redis } = context;
  if (redis.count("device_auth:rate:authorize", rateWindow) > mostInits)
    return refuse(429, "Too many authorize attempts. Try again later.");
  const deviceCode = (context.newUuid() + context.newUuid()).replaceAll("-", "");
  const userCode = newCode(context);
  write(context, deviceCode, { ...request, status: "pending", user_code: userCode }, flowSeconds);
  redis.set(userKey(userCode), deviceCode, flowSeconds);
  const answer = {
    device_code: deviceCode,
    user_code: userCode,
    verification_path: "/pair/device",
    verification_path_complete: `/pair/device?user_code=${userCode}`,
    expires_in: flowSeconds,
    interval: intervalSeconds,
  };
  return grant(answer, 201);
}

function pending(context: Context, caller: Caller, userCode: string) {
  const found = findPending(context, userCode);
  if (!found.ok) return found;
  const { flow, deviceCode } = found.value;
  const secondsLeft = context.redis.secondsLeft(flowKey(deviceCode));
  return grant({
    client_device_identifier: flow.client_device_identifier,
    name: flow.name,
    client: flow.client,
    platform: flow.platform,
    client_version: flow.client_version,
    requested_scopes: [...flow.requested_scopes].sort(),
    allowed_scopes: allowedScopes(context, caller, flow),
    expires_at: isoTime(context.clock() + secondsLeft * 1000),
  });
}

function approve(context: Context, caller: Caller, request: ApproveRequest) {
  const found = findPending(context, request.user_code);
  if (!found.ok) return found;
  const { flow, deviceCode } = found.value;
  const scopes = [...new Set(request.approved_scopes)].sort();
  const allowed = allowedScopes(context, caller, flow);
  if (scopes.length === 0 || !scopes.every((scope) => allowed.includes(scope)))
    return refuse(403, "Approved scopes exceed what's allowed for this user");
  const expiresAt = readExpiry(context, request.expires_in);
  if (!expiresAt.ok) return expiresAt;
  const name = request.device_name || flow.name;
  const device = findOrAddDevice(context, caller, flow, name);
  const { userId } = caller;
  const token = addToken(context, { userId, name, scopes, deviceId: device.id, expiresAt: expiresAt.value });
  const collected: Collected = {
    access_token: token.raw,
    device_id: device.id,
    scopes,
    expires_at: isoTimeOrNull(token.expires_at),
  };
  // The approval does not lengthen the flow.
  const secondsLeft = context.redis.secondsLeft(flowKey(deviceCode)) || flowSeconds;
  write(context, deviceCode, { status: "approved", ...collected }, secondsLeft);
  context.redis.remove(userKey(flow.user_code));
  return grant({ device_id: device.id, device_name: name });
}

/** Of a device that is known, platform and client stay as they were. */
function findOrAddDevice(context: Context, { userId }: Caller, flow: Pending, name: string): DeviceRow {
  const known = context.database.devices.find(
    (row) => row.user_id === userId && row.client_device_identifier === flow.client_device_identifier,
  );
  const { client, platform, client_version } = flow;
  if (known === undefined)
    return addDevice(context, userId, {
      ...{ name, client, platform, client_version },
      client_device_identifier: flow.client_device_identifier,
    });
  known.name = name;
  known.client_version = client_version ?? known.client_version;
  known.last_seen = storedNow(context);
  known.updated_at = storedNow(context);
  return known;
}

function deny(context: Context, _caller: Caller, userCode: string): Answer<null> {
  const found = findPending(context, userCode);
  if (!found.ok) return found;
  write(context, found.value.deviceCode, { status: "denied" }, deniedSeconds);
  context.redis.remove(userKey(found.value.flow.user_code));
  return grant(null);
}

function collect(context: Context, deviceCode: string): Answer<Collected> {
  const { redis } = context;
  if (redis.count("device_auth:rate:token", rateWindow) > mostPolls)
    return refuse(429, "Too many polling attempts. Try again later.");
  const flow = readFlow(context, deviceCode);
  switch (flow?.status) {
    case "pending":
      return refuse(400, isTooFast(context, deviceCode) ? "slow_down" : "authorization_pending");
    case "denied":
      return refuse(400, "access_denied");
    case "approved": {
      redis.remove(flowKey(deviceCode));
      const { status: _, ...collected } = flow;
      return grant(collected);
    }
    default:
      return refuse(400, "expired_token");
  }
}

/** Counts from the last poll, also from one that came too fast. */
function isTooFast({ redis, clock }: Context, deviceCode: string): boolean {
  const key = `device_auth:poll_last:${deviceCode}`;
  const before = redis.get(key);
  redis.set(key, String(clock()), 30);
  return before !== null && clock() - Number(before) < intervalSeconds * 1000;
}

function findPending(context: Context, userCode: string): Answer<{ flow: Pending; deviceCode: string }> {
  const code = userCode.replace(/[- ]/g, "").toUpperCase();
  const deviceCode = context.redis.get(userKey(code));
  const flow = deviceCode === null ? null : readFlow(context, deviceCode);
  if (deviceCode === null || flow === null) return refuse(404, "Unknown or expired code");
  if (flow.status !== "pending") return refuse(410, `Code already ${flow.status}`);
  return grant({ flow, deviceCode });
}

function allowedScopes({ database }: Context, { userId }: Caller, flow: Pending): string[] {
  const user = database.users.find(({ id }) => id === userId);
  return [...new Set(flow.requested_scopes)].filter((scope) => user?.scopes.includes(scope)).sort();
}

function readFlow({ redis }: Context, deviceCode: string): Flow | null {
  const text = redis.get(flowKey(deviceCode));
  return text === null ? null : JSON.parse(text);
}

function write({ redis }: Context, deviceCode: string, flow: Flow, seconds: number): void {
  redis.set(flowKey(deviceCode), JSON.stringify(flow), seconds);
}

const flowKey = (deviceCode: string) => `device_auth:dc:${deviceCode}`;
const userKey = (userCode: string) => `device_auth:uc:${userCode}`;
