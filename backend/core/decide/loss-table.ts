import type { Cell } from "./table.ts";

/**
 * A bad save never replaces a good one, in either direction: these rows come before the table of changes. README prints
 * them. _Lost_ is empty or damaged (`loss.ts`); in RomM that is said of the head, broken and refused rows left out.
 */
export const lossTable = {
  "unchanged / newer": { decision: "download", reason: "newer-on-server" },
  "unchanged / newer, above an empty or refused one": { decision: "ask", reason: "newer-looks-lost" },
  "unchanged / newer, lost": { decision: "ask", reason: "newer-looks-lost" },
  "unchanged / newer, lost, sent by a Savepoint": { decision: "download", reason: "newer-on-server" },
  "unchanged, empty / newer, whatever it is": { decision: "download", reason: "newer-on-server" },
  "lost / unchanged": { decision: "conflict", reason: "looks-lost" },
  "lost / gone": { decision: "conflict", reason: "looks-lost" },
  "lost, but chosen / unchanged": { decision: "upload", reason: "played-here" },
  "lost, on top of an empty one / unchanged": { decision: "upload", reason: "played-here" },
  "modified / newer": { decision: "conflict", reason: "both-changed" },
  "lost / newer": { decision: "conflict", reason: "looks-lost" },
  "modified / newer, lost": { decision: "conflict", reason: "newer-looks-lost" },
  "absent / newer, lost, above an older good one": { decision: "ask", reason: "newer-looks-lost" },
  "absent / newer, lost, above none": { decision: "download", reason: "restored-newer" },
  "unchanged / only broken or refused ones are new": { decision: "skip", reason: "broken-on-server" },
  "modified / only broken or refused ones are new": { decision: "upload", reason: "played-here" },
  "never met, empty / nothing": { decision: "keep", reason: "blank-save" },
  "never met, absent or empty / good": { decision: "download", reason: "first-download" },
  "never met, absent or empty / lost, above an older good one": {
    decision: "ask",
    reason: "newer-looks-lost",
  },
  "never met, absent / only refused ones": { decision: "skip", reason: "broken-on-server" },
  "never met, equal but for its clock / another clock": {
    decision: "download",
    reason: "older-version-here",
  },
  "never met / lost": { decision: "conflict", reason: "newer-looks-lost" },
  "never met or not proven, an older one / good": { decision: "download", reason: "older-version-here" },
  "never met or not proven, an older one / lost": { decision: "ask", reason: "newer-looks-lost" },
  "sent, not shown yet / as it was sent": { decision: "keep", reason: "nothing-new" },
  "sent, not shown yet / its row holds other bytes": { decision: "conflict", reason: "raced" },
  "sent, not shown yet / its row is broken": { decision: "upload", reason: "lost-on-server" },
  "sent, not shown yet / newer, and its row is whole": { decision: "download", reason: "newer-on-server" },
  "sent, not shown yet / newer, and its row is broken": { decision: "conflict", reason: "raced" },
  "chosen, then played on / the head that was shown": { decision: "upload", reason: "played-here" },
  "chosen, then lost / the head that was shown": { decision: "conflict", reason: "looks-lost" },
} as const satisfies Record<string, Cell>;
