/** Where somebody lives and how old they are, as far as they say. */

import { box, button, part } from "../memory/parts.js";
import { piece } from "../bubbles.js";
import { ask } from "./ask.js";
import { choice, labelled } from "./form.js";

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** Codes that the browser names and that are no country. */
const NO_COUNTRY = new Set(["EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "CP", "DG", "EA", "IC", "AC", "TA", "CQ"]);

/** A state as in ISO 3166-2, behind its country. */
const STATE = /^[A-Za-z0-9]{1,3}$/;

/**
 * @param {import("./ask.js").Me} me
 * @param {{
 *   words: import("./english.js").Words, redo: (work: () => Promise<unknown>) => Promise<void>,
 *   leave: () => Promise<void>,
 * }} shared
 */
export function you(me, { words, redo, leave }) {
  const { element } = part("letters-you", words.you, words.youWhat);
  const change = (/** @type {Partial<import("./ask.js").Me>} */ changes) => redo(() => ask.changeMe(changes));
  const country = choice([["", words.unsaid], ...countries(words.language)], me.country ?? "", (code) =>
    change({ country: code || null, region: null }));
  element.append(labelled(words.country, country));
  if (me.country === "US") element.append(state());
  const ages = /** @type {[string, string][]} */ (Object.entries(words.ages));
  const age = choice(ages, me.ageGroup ?? "", (group) => change({ ageGroup: /** @type {any} */ (group || null) }));
  age.disabled = me.ageVouched;
  element.append(labelled(words.age, age));
  if (me.ageVouched) element.append(piece("p", "part-what", words.vouched));
  element.append(box("div", "entry-actions", button("quiet", words.leave, leave)), piece("p", "part-what", words.leaveWhat));
  return element;

  function state() {
    const input = document.createElement("input");
    input.maxLength = 3;
    input.autocomplete = "address-level1";
    input.placeholder = words.regionForm;
    input.value = (me.region ?? "").replace(/^US-/, "");
    input.addEventListener("change", () => {
      const text = input.value.trim().toUpperCase();
      if (text && !STATE.test(text)) return input.setAttribute("aria-invalid", "true");
      return change({ region: text ? `US-${text}` : null });
    });
    return box("div", "", labelled(words.region, input, "short"));
  }
}

/**
 * Every country the browser knows, in the reader's order.
 * @param {string} language
 * @returns {[string, string][]}
 */
function countries(language) {
  const names = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  const known = codes.filter((code) => !NO_COUNTRY.has(code) && names.of(code) && isOfToday(code));
  const order = new Intl.Collator(language);
  return known
    .map((code) => /** @type {[string, string]} */ ([code, names.of(code) ?? code]))
    .sort(([, one], [, other]) => order.compare(one, other));
}

/** Whether a code is not an old one that stands for another. @param {string} code */
const isOfToday = (code) => new Intl.Locale(`und-${code}`).region === code && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
