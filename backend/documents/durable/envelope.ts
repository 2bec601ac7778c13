import { createHash } from "node:crypto";

/** What every document of ours says about itself, beside its own keys. */
export interface DocumentFormat<T> {
  /** Tells our documents apart; never changes. */
  format: string;
  version: number;
  /** From the present version's keys; null: wrong shape. */
  decode(body: Record<string, unknown>): T | null;
  /** The bytes of one JSON object, without the keys of the envelope; by default those of `JSON.stringify`. */
  encode?(value: T): Uint8Array[];
  /** By the version they start from: keys of that version to keys of the next one. Pure. */
  migrations?: Record<number, (body: Record<string, unknown>) => Record<string, unknown>>;
}

export interface Saved<T> {
  value: T;
  /** Grows with every save; never goes back. */
  revision: number;
  savedAtMs: number;
}

/** Why a file cannot be used. Fixed words: a decoder's own message could carry a secret into the log. */
export type Damage =
  | "not-a-file"
  | "too-large"
  | "empty"
  | "not-json"
  | "wrong-format"
  | "wrong-checksum"
  | "wrong-shape";

export type Decoded<T> =
  | ({ kind: "valid" } & Saved<T>)
  | { kind: "damaged"; damage: Damage }
  /** `value` null: the newer shape cannot be read here. */
  | { kind: "newer"; version: number; value: T | null };

const noChecksum = "0".repeat(64);
const checksumPattern = /"checksum":"([0-9a-f]{64})"/;
const envelopeBytes = 512;
const noBody = Buffer.from("{}");

/** One line of JSON: the envelope first, then the value's keys. The checksum covers all bytes but its own digits. */
export function encodeDocument<T>(
  shape: DocumentFormat<T>,
  saved: Saved<T>,
): { bytes: Buffer; checksum: string } {
  const { format, version } = shape;
  const head = JSON.stringify({ format, version, revision: saved.revision, savedAtMs: saved.savedAtMs });
  const before = Buffer.from(`${head.slice(0, -1)},"checksum":"`);
  const [first = noBody, ...rest] = shape.encode?.(saved.value) ?? [Buffer.from(JSON.stringify(saved.value))];
  const isEmpty = rest.length === 0 && first.length === 2;
  const between = Buffer.from(isEmpty ? `${noChecksum}"` : `${noChecksum}",`);
  const bytes = Buffer.concat([before, between, first.subarray(1), ...rest, Buffer.from("\n")]);
  const checksum = createHash("sha256").update(bytes).digest("hex");
  bytes.write(checksum, before.length);
  return { bytes, checksum };
}

/** Never throws: whatever the bytes are, the answer says what they are good for. */
export function decodeDocument<T>(shape: DocumentFormat<T>, bytes: Uint8Array): Decoded<T> {
  if (bytes.length === 0) return { kind: "damaged", damage: "empty" };
  const document = parseObject(bytes);
  if (document === "not-json") return { kind: "damaged", damage: "not-json" };
  if (document === null || document.format !== shape.format)
    return { kind: "damaged", damage: "wrong-format" };
  const { format: _, version, revision, savedAtMs, checksum: __, ...body } = document;
  if (!isCount(version) || version < 1) return { kind: "damaged", damage: "wrong-format" };
  // Before the checksum: a newer version may compute it in another way, and must never be taken for damage.
  if (version > shape.version) return { kind: "newer", version, value: shape.decode(body) };
  if (ownChecksum(bytes) === null) return { kind: "damaged", damage: "wrong-checksum" };
  const value = isCount(revision) && isCount(savedAtMs) ? decodeBody(shape, version, body) : null;
  if (value === null) return { kind: "damaged", damage: "wrong-shape" };
  return { kind: "valid", value, revision: Number(revision), savedAtMs: Number(savedAtMs) };
}

function parseObject(bytes: Uint8Array): Record<string, unknown> | null | "not-json" {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isObject(parsed) ? parsed : null;
  } catch {
    return "not-json";
  }
}

/** The checksum that the file names, if it is its own; null: it names none, or another. */
export function ownChecksum(bytes: Uint8Array): string | null {
  const envelope = Buffer.from(bytes.subarray(0, envelopeBytes)).toString("latin1");
  const match = checksumPattern.exec(envelope);
  if (!match?.[1]) return null;
  const start = match.index + match[0].length - 65;
  const hash = createHash("sha256").update(bytes.subarray(0, start)).update(noChecksum);
  return hash.update(bytes.subarray(start + 64)).digest("hex") === match[1] ? match[1] : null;
}

function decodeBody<T>(shape: DocumentFormat<T>, version: number, body: Record<string, unknown>): T | null {
  let migrated = body;
  for (let from = version; from < shape.version; from++) {
    const migrate = shape.migrations?.[from];
    if (!migrate) return null;
    try {
      migrated = migrate(migrated);
    } catch {
      return null; // A migration may take the old shape for granted; a file without it is damaged.
    }
  }
  return shape.decode(migrated);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
