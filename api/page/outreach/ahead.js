/** The coming week as a plan: what would be written and when, and below it what would not, and why. */

import { piece } from "../bubbles.js";
import { box, part, quoted, spoken } from "../memory/parts.js";
import { fill } from "../strings.js";
import { whenText } from "./letter.js";

/** @typedef {import("./ask.js").Foreseen} Foreseen */
/** @typedef {import("./english.js").Words} Words */

/** So many further times are told by their day; more are counted. */
const TOLD_BY_DAY = 2;

/** @param {import("./ask.js").Ahead} coming @param {{words: Words}} shared */
export function ahead({ on, foreseen, leftOut, words: rest }, { words }) {
  const { element } = part("letters-ahead", words.ahead, on ? words.aheadWhat : "");
  const written = foreseen.filter(({ wouldWrite }) => wouldWrite);
  const kept = byReason(foreseen.filter(({ wouldWrite }) => !wouldWrite));
  if (!foreseen.length) element.append(piece("p", "part-empty", on ? words.aheadNone : words.aheadOff));
  if (written.length) element.append(box("ul", "entries letters-plan", ...written.map((one) => writtenLine(one, words))));
  if (kept.length) {
    element.append(piece("h3", "letters-sub", words.kept));
    element.append(box("ul", "entries letters-plan", ...kept.map((things) => keptLine(things, words))));
  }
  if (leftOut) element.append(spoken(piece("p", "part-what letters-more"), rest));
  return element;
}

/** What one reason keeps back stands together: it is told once. @param {Foreseen[]} kept @returns {Foreseen[][]} */
function byReason(kept) {
  /** @type {Map<string, Foreseen[]>} */
  const reasons = new Map();
  for (const one of kept) {
    const key = `${one.reason} ${ofKind(one)}`;
    reasons.set(key, [...(reasons.get(key) ?? []), one]);
  }
  return [...reasons.values()];
}

/** The kind of what was not agreed to; with other reasons it does not matter. @param {Foreseen} one */
const ofKind = ({ reason, kindName }) => (reason === "no_consent" ? kindName : "");

/** @param {Foreseen} one @param {Words} words */
function writtenLine(one, words) {
  const from = box("p", "entry-from", piece("span", "", times(one, words)), piece("span", "", one.kindName));
  return box("li", "entry would", box("div", "entry-main", title(one, words), from));
}

/** @param {Foreseen[]} things @param {Words} words */
function keptLine(things, words) {
  const [first] = things;
  const kind = ofKind(first);
  const from = box("p", "entry-from", spoken(piece("span", ""), kind ? first.words : asSentence(first.words)));
  if (kind) from.prepend(piece("span", "", kind));
  return box("li", "entry", box("div", "entry-main", ...things.map((one) => title(one, words)), from));
}

/** @param {Foreseen} one @param {Words} words */
function title({ about, triggerWords }, words) {
  return spoken(piece("p", "entry-title"), about ? quoted(about, words) : asSentence(triggerWords));
}

/** @param {string} text */
const asSentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {Foreseen} one @param {Words} words */
function times({ at, again }, words) {
  const first = whenText(at, words);
  if (again.length > TOLD_BY_DAY) return fill(words.andMore, { when: first, count: again.length });
  const list = new Intl.ListFormat(words.language, { type: "conjunction" });
  return list.format([first, ...again.map((moment) => whenText(moment, words))]);
}
