/** When things were said, in words. */

/** Minutes of silence after which the time is shown again. */
const SILENCE = 20;

const DAY = 86_400_000;

/**
 * Whether the talk paused long enough between two messages to show the time.
 * @param {Date | null} earlier
 * @param {Date} later
 */
export function isNewMoment(earlier, later) {
  if (!earlier) return true;
  if (startOfDay(earlier) !== startOfDay(later)) return true;
  return later.getTime() - earlier.getTime() > SILENCE * 60_000;
}

/**
 * "Today 14:05", "Yesterday 21:30", "Monday 09:12", "3 March 2025 at 18:40".
 * @param {Date} moment
 * @param {Date} now
 * @param {import("./strings.js").Strings} strings
 */
export function momentText(moment, now, strings) {
  const days = Math.round((startOfDay(now) - startOfDay(moment)) / DAY);
  const format = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
    new Intl.DateTimeFormat(localeFor(strings), options).format(moment);
  const time = format({ hour: "numeric", minute: "2-digit" });
  if (days === 0) return `${strings.today} ${time}`;
  if (days === 1) return `${strings.yesterday} ${time}`;
  if (days > 1 && days < 7) return `${format({ weekday: "long" })} ${time}`;
  /** @type {Intl.DateTimeFormatOptions} */
  const date = { day: "numeric", month: "long" };
  if (moment.getFullYear() !== now.getFullYear()) date.year = "numeric";
  return `${format(date)} ${time}`;
}

/** The reader's own form of the interface's language (British and American times differ). @param {{language: string}} strings */
export function localeFor(strings) {
  const short = strings.language.slice(0, 2);
  return navigator.languages.find((language) => language.startsWith(short)) ?? strings.language;
}

/** @param {Date} moment */
function startOfDay(moment) {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
}
