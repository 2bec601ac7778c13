/** Words of the engine, of RomM and of programs that no player reads. */
const never =
  /\b(sync units?|units?|SRAM|slots?|channels?|buckets?|heads?|baselines?|hash(?:es)?|conflicts?|divergences?|overwrite|brake|held|blobs?|sole|tracked|untracked|push(?:ed)?|pull(?:ed)?|uploads?|downloads?|queues?|registry|state\.json|snapshots?|backend|bridge|services?|URLs?)\b/gi;

/** Words of a system: `EACCES`, `SQLITE_BUSY`. */
const systemWords = /\b(E[A-Z]{4,}|[A-Z]+_[A-Z_]+)\b/g;

/** Which of them stand in a text. */
export function findNeverWords(text: string): string[] {
  return [...(text.match(never) ?? []), ...(text.match(systemWords) ?? [])];
}
