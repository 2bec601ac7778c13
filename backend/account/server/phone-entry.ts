import type { PhoneEntry, PhoneEntryEnd, PhoneEntryError } from "../../contract/server.ts";
import type { Outcome } from "../../core/vocabulary.ts";
import type { Clock } from "../../machine/clock.ts";
import { readTypedAddress } from "./address.ts";
import { toPhonePage, toPhoneThanks } from "./phone-page.ts";
import { toQrRows } from "./qr-rows.ts";

export interface PhoneEntryDeps {
  clock: Clock;
  /** A text that nobody can guess, of letters, digits, `-` and `_`. */
  newSecret: () => string;
  /** In the local network; null: this device is in none. */
  openPage: (p: {
    path: string;
    answer: (form: URLSearchParams | null) => { html: string; isLast: boolean };
  }) => Promise<{ url: string; close(): void } | null>;
}

export interface PhoneEntries {
  offer(): Promise<Outcome<PhoneEntry, PhoneEntryError>>;
  wait(entryId: string): Promise<Outcome<{ typed: string }, PhoneEntryEnd>>;
  close(entryId: string): void;
}

type End = Outcome<{ typed: string }, PhoneEntryEnd>;

interface OpenEntry {
  entryId: string;
  end: Promise<End>;
  finish(end: End): void;
}

const lastsMs = 5 * 60_000;

/**
 * An address, typed on a phone. The page takes one address, once, and nothing that is secret; it lasts 5 minutes, and
 * a new one takes the place of the one before.
 */
export function createPhoneEntries(deps: PhoneEntryDeps): PhoneEntries {
  let open: OpenEntry | null = null;
  return {
    async offer() {
      const entryId = deps.newSecret();
      const entry = createEntry(entryId);
      const page = await deps.openPage({
        path: `/${deps.newSecret()}`,
        answer: (form) => answer(form, entry),
      });
      if (page === null) return { ok: false, error: { kind: "no-lan" } };
      open?.finish(cancelled);
      open = entry;
      const { url } = page;
      closeAtItsEnd(deps.clock, entry, page);
      return {
        ok: true,
        value: { entryId, url, qrRows: toQrRows(url), expiresAtMs: deps.clock.now() + lastsMs },
      };
    },
    wait: async (entryId) => (open?.entryId === entryId ? await open.end : expired),
    close: (entryId) => {
      if (open?.entryId === entryId) open.finish(cancelled);
    },
  };
}

const cancelled: End = { ok: false, error: { kind: "cancelled" } };
const expired: End = { ok: false, error: { kind: "expired" } };

function createEntry(entryId: string): OpenEntry {
  const { promise, resolve } = Promise.withResolvers<End>();
  return { entryId, end: promise, finish: resolve };
}

/** After an address the page closes by itself, once the phone has its answer. */
function closeAtItsEnd(clock: Clock, entry: OpenEntry, page: { close(): void }): void {
  const isOver = new AbortController();
  void entry.end.then((end) => {
    isOver.abort();
    if (!end.ok) page.close();
  });
  void clock.wait(lastsMs, isOver.signal).then(() => entry.finish(expired));
}

function answer(form: URLSearchParams | null, entry: OpenEntry): { html: string; isLast: boolean } {
  const typed = form?.get("address") ?? null;
  if (typed === null) return { html: toPhonePage(null), isLast: false };
  const address = readTypedAddress(typed);
  if (!address.ok) return { html: toPhonePage({ typed, why: address.error.kind }), isLast: false };
  entry.finish({ ok: true, value: { typed: typed.trim() } });
  return { html: toPhoneThanks(), isLast: true };
}
