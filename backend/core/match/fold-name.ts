/**
 * Brings what players and file systems write in several ways into one: upper and lower case, composed and decomposed
 * Unicode, full and half width, underscores, and signs that a card or Windows does not take.
 */
export function foldName(name: string): string {
  const composed = isPlain.test(name) ? name : name.normalize("NFKC");
  return composed
    .toLowerCase()
    .replace(/[\u2018\u2019`\u00b4]/g, "'")
    .replace(/[\u2010-\u2015]/g, "-")
    .replace(/[?:*"<>|\u2044\u2215/\\]/g, "")
    .replace(/[\s_]+/g, " ")
    .trim();
}

/** Most names, which need no table of Unicode. */
const isPlain = /^[\x20-\x7e]*$/;

/** Two dots before a container's own extension: `Halo.xiso.iso`, `Luigi.nkit.gcz`, `Celeste.p8.png`. */
const inner = /\.(?:xiso|nkit|p8|tar)$/i;

/** A file's name without what tells its format; a folder's name has none of that. */
export function stemOf(name: string): string {
  const extension = formatOf(name);
  return extension === "" ? name : name.slice(0, -extension.length).replace(inner, "");
}

/** With its dot, in lower case; empty where what stands behind the dot is no format: `Vol. 2`, `v1.0`. */
export function formatOf(name: string): string {
  const found = /\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,10}$/i.exec(name);
  return found && found.index > 0 ? found[0].toLowerCase() : "";
}

/** What lies beside a game without being one: saves, pictures, patches, texts. */
const beside =
  /\.(?:srm|sav|sra|eep|fla|mpk|dsv|state\d*|rtc|auto|txt|nfo|md5|sfv|xml|json|ya?ml|cfg|opt|png|jpe?g|gif|webp|mp4|pdf|ips|bps|ups|xdelta|ppf|cht|bak|tmp|part)$/i;

export function isBeside(name: string): boolean {
  return beside.test(name) && !/\.p8\.png$/i.test(name);
}

/** File names that say nothing about the game, whose folder has to. */
const mute =
  /^(?:e?boot|title|default|game|main|start|run|play|autorun|setup|index|launch(?:er)?|rpg rt|image|rom|data|system|(?:disc|disk|cd|track|side)[ -]*[0-9a-d]{0,2}|[0-9]{1,2}|[0-9a-f]{8})$/;

export function saysNothing(name: string): boolean {
  return mute.test(foldName(stemOf(name)));
}

/** A stem without its `(Disc 2)`; null: it has none. */
export function withoutDisc(stem: string): string | null {
  const whole = stem.replace(
    /[\s_]*[([](?:disc|disk|cd|side)[\s_]*[0-9a-h]{1,2}(?:[\s_]*of[\s_]*\d+)?[)\]]/gi,
    "",
  );
  return whole === stem ? null : whole;
}
