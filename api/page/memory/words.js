/** The texts of the view in the reader's language, and numbers and days in words. */

import { localeFor } from "../moments.js";
import { fill } from "../strings.js";
import { chinese } from "./chinese.js";
import { english } from "./english.js";

/** @typedef {import("./english.js").Words} Words */

const DAY = 86_400_000;

/** @param {import("../strings.js").Strings} strings @returns {Words} */
export const wordsFor = (strings) => (strings.language.startsWith("zh") ? chinese : english);

/**
 * "1 thing", "5 things".
 * @param {{one: string, many: string}} forms
 * @param {number} count
 * @param {Record<string, string>} [values]
 */
export function counted(forms, count, values = {}) {
  return fill(count === 1 ? forms.one : forms.many, { count: String(count), ...values });
}

/**
 * "today", "yesterday", "on Monday", "on 12 March", "on 3 March 2025".
 * @param {string} moment ISO 8601
 * @param {Date} now
 * @param {Words} words
 * @param {boolean} [alone] without "on", as where the day stands by itself
 */
export function dayText(moment, now, words, alone = false) {
  const date = new Date(moment);
  const days = Math.round((startOfDay(now) - startOfDay(date)) / DAY);
  const locale = localeFor(words);
  if (days === 0 || days === 1) return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-days, "day");
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { day: "numeric", month: "long" };
  if (date.getFullYear() !== now.getFullYear()) options.year = "numeric";
  const text = new Intl.DateTimeFormat(locale, options).format(date);
  return words.language === "en" && !alone ? `on ${text}` : text;
}

/** "12 March 2026". @param {string} day as `2026-03-12` @param {Words} words */
export function dateText(day, words) {
  const format = new Intl.DateTimeFormat(localeFor(words), { day: "numeric", month: "long", year: "numeric" });
  return format.format(new Date(`${day}T12:00:00`));
}

/** Puts names in a row. @param {string[]} names @param {Words} words */
export const inRow = (names, words) => names.join(words.language === "en" ? ", " : "、");

/**
 * When something was true, as exactly as somebody said.
 * @param {{validFrom: string | null, validPrecision: string | null}} memory
 * @param {Words} words
 */
export function whenText({ validFrom, validPrecision }, words) {
  if (!validFrom) return "";
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { year: "numeric" };
  if (validPrecision !== "year") options.month = "long";
  if (!["year", "season", "month"].includes(validPrecision ?? "")) options.day = "numeric";
  if (validPrecision === "minute" || validPrecision === "hour") Object.assign(options, { hour: "numeric", minute: "2-digit" });
  return new Intl.DateTimeFormat(localeFor(words), options).format(new Date(validFrom));
}

/** From this on somebody said it themselves; what is less sure was concluded. */
const LEAST_SAID = 0.75;

/**
 * How sure the companion is, in words and in percent, and why.
 * @param {import("./ask.js").Memory} memory
 * @param {Words} words
 */
export function sureText(memory, words) {
  const { confidence, origin, pinnedAt, sourceMessageIds } = memory;
  const { sureWords, sureWhy } = words;
  const said = Math.max(sourceMessageIds.length, 1);
  const spoken = said === 1 ? sureWhy.once : said === 2 ? sureWhy.twice : fill(sureWhy.often, { count: String(said) });
  const concluded = origin === "reflection" && confidence < LEAST_SAID;
  const why =
    origin === "correction" ? sureWhy.written
      : pinnedAt ? sureWhy.pinned
        : origin === "import" ? sureWhy.brought
          : concluded ? sureWhy.concluded
            : spoken;
  const much =
    confidence >= 0.999 ? sureWords.certain
      : confidence >= 0.95 ? sureWords.very
        : confidence >= 0.85 ? sureWords.quite
          : concluded ? sureWords.perhaps
            : sureWords.fairly;
  return fill(words.percent, { words: much, percent: String(Math.round(confidence * 100)), why });
}

/** @param {Date} moment */
function startOfDay(moment) {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
}
