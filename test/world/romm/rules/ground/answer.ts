/** What a rule says: data with its HTTP status, or a refusal. */
export type Answer<T> = { ok: true; status: number; value: T } | Refusal;

/** RomM's `{"detail": ...}`; a 500 is plain text instead. */
export interface Refusal {
  ok: false;
  status: number;
  detail: unknown;
  /** Sent as it is, without `detail` around it. */
  isBare?: true;
}

export function grant<T>(value: T, status = 200): Answer<T> {
  return { ok: true, status, value };
}

export function refuse(status: number, detail: unknown): Refusal {
  return { ok: false, status, detail };
}

/** What a push of a snapshot is refused with. */
export function refuseBare(status: number, body: unknown): Refusal {
  return { ok: false, status, detail: body, isBare: true };
}

/** What a failure inside the middleware or an unhandled error looks like: a bare 500. */
export function crash(): Refusal {
  return refuse(500, "Internal Server Error");
}
