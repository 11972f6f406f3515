/** What the picture shows, said in words: for a reader who does not see it, and below it for everybody. */

import { localeFor } from "../moments.js";
import { fill } from "../strings.js";

/**
 * @typedef {"bright" | "calm" | "low" | "mixed"} DayWord
 * @typedef {{word: DayWord, name: string, level: number, messages: number}} Side
 * @typedef {{day: string, person: Side | null, companion: Side | null, labels: Record<string, number>}} Day
 * @typedef {{agentId: string | null, timezone: string, days: Day[]}} Mood
 * @typedef {import("./words.js").Words} Words
 */

/** The order in which days are counted. @type {DayWord[]} */
const ORDER = ["bright", "calm", "low", "mixed"];

/**
 * "Tuesday 17 November".
 * @param {string} day as `2026-11-17`
 * @param {Words} words
 * @param {Intl.DateTimeFormatOptions} [options]
 */
export function dayName(day, words, options = { weekday: "long", day: "numeric", month: "long" }) {
  return new Intl.DateTimeFormat(localeFor(words), options).format(new Date(`${day}T12:00:00`));
}

/** "You bright, Lumi calm". @param {Day} day @param {string} name @param {Words} words */
export function sidesText(day, name, words) {
  const side = (/** @type {string} */ who, /** @type {Side} */ { word }) =>
    fill(words.side, { who, word: words.days[word] });
  const parts = [];
  if (day.person) parts.push(side(words.you, day.person));
  if (day.companion) parts.push(side(name, day.companion));
  return parts.join(words.comma) || words.silentDay;
}

/** @param {Day} day @param {string} name @param {Words} words */
export const dayText = (day, name, words) =>
  fill(words.dayText, { day: dayName(day.day, words), parts: sidesText(day, name, words) });

/**
 * "You: 9 bright days, 12 calm days and 1 low day."
 * @param {Mood} mood
 * @param {string} name
 * @param {Words} words
 * @returns {string[]}
 */
export function summary(mood, name, words) {
  const lines = [
    sideSummary(words.you, mood.days.map(({ person }) => person), words),
    sideSummary(name, mood.days.map(({ companion }) => companion), words),
  ];
  const silent = mood.days.filter(({ person, companion }) => !person && !companion).length;
  if (silent) lines.push(fill(silent === 1 ? words.silent.one : words.silent.many, { count: String(silent) }));
  return lines;
}

/** @param {string} who @param {(Side | null)[]} sides @param {Words} words */
function sideSummary(who, sides, words) {
  const parts = ORDER.map((word) => ({ word, count: sides.filter((side) => side?.word === word).length }))
    .filter(({ count }) => count)
    .map(({ word, count }) => fill(count === 1 ? words.one : words.many, { count: String(count), word: words.days[word] }));
  const last = parts.pop();
  const text = parts.length ? `${parts.join(words.comma)}${words.and}${last}` : last ?? words.none;
  return fill(words.summary, { who, parts: text });
}

/** "glad 3, sad 1". @param {Day} day @param {Words} words */
export function labelsText(day, words) {
  const labels = /** @type {Record<string, string>} */ (words.labels);
  return Object.entries(day.labels)
    .sort((one, other) => other[1] - one[1])
    .map(([label, count]) => `${labels[label] ?? label} ${count}`)
    .join(words.comma);
}
