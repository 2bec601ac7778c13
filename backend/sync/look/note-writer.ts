import type { LocalSide } from "../../core/decide/observation.ts";
import { pathsOf, placeAt } from "../../core/shapes/shapes.ts";
import type { PathWriter, SavepointState, Unit } from "../../core/state.ts";
import type { AccountId, Sha256 } from "../../core/vocabulary.ts";
import { doorOf, type Work } from "./record.ts";

/**
 * Remembers whose bytes stand at a unit's paths: who agreed on them last, or else who saw them first. Bytes that changed
 * since another account agreed on them may be of either: no account sends them by itself.
 */
export async function noteWriter(
  work: Work,
  unit: Unit,
  { local, realPath }: { local: LocalSide; realPath: string | null },
): Promise<void> {
  const { deps, session, purpose } = work;
  if (local.kind !== "present" || realPath === null || purpose === "dry-run") return;
  const { accountId } = session;
  const { sha256 } = local;
  const seen = (known: PathWriter | undefined): PathWriter => {
    const before = cutShort(deps.store.current(), { accountId, realPath, sha256 }, known) ?? known;
    if (before === undefined) return { accountId, slot: unit.slot, sha256 };
    const isTouched = before.accountId !== accountId && before.sha256 !== sha256;
    return isTouched && !before.isMixed ? { ...before, isMixed: true } : before;
  };
  const paths = pathsOf(placeAt(unit.location, realPath));
  await doorOf(work).changePaths((known) => {
    const news = paths.filter((path) => seen(known[path]) !== known[path]);
    if (news.length === 0) return known;
    return { ...known, ...Object.fromEntries(news.map((path) => [path, seen(known[path])])) };
  });
}

/** Another account's save was put here, and the work ended before that was recorded; null: no such thing. */
function cutShort(
  { accounts }: SavepointState,
  here: { accountId: AccountId; realPath: string; sha256: Sha256 },
  known: PathWriter | undefined,
): PathWriter | null {
  for (const { account, unit } of unitsOf(accounts)) {
    const { intent } = unit;
    if (account === here.accountId || intent?.kind !== "pull" || intent.realPath !== here.realPath) continue;
    const isReplaced = intent.replaced !== here.sha256;
    const isNews = known === undefined || known.sha256 === intent.replaced;
    // A playthrough that begins empty leaves what was played on it since.
    const sha256 = intent.sha256 ?? intent.replaced;
    if (sha256 !== null && isReplaced && isNews) return { accountId: account, slot: unit.slot, sha256 };
  }
  return null;
}

function unitsOf(accounts: SavepointState["accounts"]) {
  return Object.entries(accounts).flatMap(([id, { units }]) =>
    Object.values(units).map((unit) => ({ account: id as AccountId, unit })),
  );
}
