/** Numbers and times as the player reads them. */
export interface Formats {
  /** "5 minutes ago"; under a minute, `justNow`. */
  ago(atMs: number, nowMs: number): string;
  /** "Today 14:03", "Yesterday 21:40", "18 Nov 2025, 21:40". */
  moment(atMs: number, nowMs: number): string;
  /** "32 KB". */
  size(bytes: number): string;
  count(number: number): string;
  /** "1 hr, 12 min". */
  duration(ms: number): string;
}

/**
 * `language` and `justNow` belong to the words; of the player's `languages`, best first, one that is a regional form of
 * it decides about clock and decimal sign.
 */
export function createFormats(options: {
  language: string;
  justNow: string;
  languages: readonly string[];
  timeZone?: string;
}): Formats {
  const { language, justNow, languages, timeZone } = options;
  const locale = languages.find((other) => isRegionOf(language, other)) ?? language;
  const zone = timeZone === undefined ? {} : { timeZone };
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", ...zone });
  const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", ...zone });
  const day = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", ...zone });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const unit = (name: string) =>
    new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short" });
  const [inHours, inMinutes] = [unit("hour"), unit("minute")];
  const daysBetween = (atMs: number, nowMs: number) =>
    Math.round((Date.parse(day.format(atMs)) - Date.parse(day.format(nowMs))) / dayMs);

  return {
    ago: (atMs, nowMs) => {
      const seconds = Math.round((atMs - nowMs) / 1000);
      for (const [unit, unitSeconds, least] of units) {
        if (Math.abs(seconds) >= unitSeconds * least)
          return relative.format(Math.trunc(seconds / unitSeconds), unit);
      }
      return justNow;
    },
    moment: (atMs, nowMs) => {
      const days = daysBetween(atMs, nowMs);
      if (days !== 0 && days !== -1) return `${date.format(atMs)}, ${clock.format(atMs)}`;
      const word = relative.format(days, "day");
      return `${word.charAt(0).toLocaleUpperCase(locale)}${word.slice(1)} ${clock.format(atMs)}`;
    },
    size: (bytes) => {
      if (bytes < 1024) return `${number.format(bytes)} B`;
      if (bytes < 1024 ** 2) return `${number.format(bytes / 1024)} KB`;
      if (bytes < 1024 ** 3) return `${number.format(bytes / 1024 ** 2)} MB`;
      return `${number.format(bytes / 1024 ** 3)} GB`;
    },
    count: (count) => number.format(count),
    duration: (ms) => {
      const minutes = Math.max(1, Math.round(ms / 60_000));
      const parts = [inHours.format(Math.floor(minutes / 60)), inMinutes.format(minutes % 60)];
      return parts.slice(minutes < 60 ? 1 : 0).join(" ");
    },
  };
}

const dayMs = 86_400_000;
/** Unit, its seconds, and from how many of them on it is used: "26 hours ago" tells more than "yesterday". */
const units: [Intl.RelativeTimeFormatUnit, number, number][] = [
  ["year", 31_557_600, 2],
  ["month", 2_629_800, 2],
  ["day", 86_400, 2],
  ["hour", 3_600, 1],
  ["minute", 60, 1],
];

/** Steam's own names ("english", "koreana") are no language tags. */
function isRegionOf(language: string, tag: string): boolean {
  try {
    return new Intl.Locale(tag).language === language;
  } catch {
    return false;
  }
}
