/** Where the person writes who the companion is: nothing is ever cut, what is too long is counted. */

import { piece } from "../bubbles.js";
import { box, button, once } from "../memory/parts.js";
import { fill } from "../strings.js";
import { PARTS } from "./ask.js";

/** Rows of the fields that hold sentences. @type {Record<string, number>} */
const ROWS = { essence: 4, manner: 3 };

/** Signs that take more room in a name, as the server counts them. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\p{Extended_Pictographic}]/u;

/**
 * @param {import("./ask.js").Lumi} lumi
 * @param {{
 *   words: import("./english.js").Words,
 *   onSave: (changes: Record<string, string>) => Promise<string>, onCancel: () => void,
 * }} options `onSave` returns what could not be, in words, or nothing
 */
export function editor(lumi, { words, onSave, onCancel }) {
  const before = /** @type {Record<string, string>} */ ({ ...lumi.personality, name: lumi.name });
  const fields = ["name", ...PARTS].map((key) => field(key, before[key], lumi.limits, words));
  const voice = choice(lumi, words);
  const refused = piece("p", "becoming-refused");
  refused.setAttribute("role", "alert");
  const save = /** @type {HTMLButtonElement} */ (piece("button", "solid", words.save));
  const form = /** @type {HTMLFormElement} */ (
    box(
      "form", "becoming-form",
      fields[0].element, voice.element, ...fields.slice(1).map(({ element }) => element),
      piece("p", "part-what", words.ownWhat), refused,
      box("div", "entry-actions", save, button("quiet", words.cancel, onCancel)),
    )
  );
  form.noValidate = true;
  once(form, "submit", async () => {
    /** @type {Record<string, string>} */
    const changes = {};
    for (const { key, input } of fields) if (input.value.trim() !== before[key]) changes[key] = input.value;
    if (voice.select.value && voice.select.value !== lumi.voiceId) changes.voiceId = voice.select.value;
    const long = fields.find(({ tell }) => tell());
    if (long) {
      const field = words.fields[/** @type {keyof typeof words.fields} */ (long.key)];
      refused.textContent = fill(words.tooLong, { field, count: String(long.tell()) });
      return long.input.focus();
    }
    save.disabled = true;
    refused.textContent = "";
    refused.textContent = await onSave(changes);
    save.disabled = false;
  });
  return { element: form, first: fields[0].input };
}

/** How much room a text takes. @param {string} key @param {string} text @param {number} wide */
function sizeOf(key, text, wide) {
  const signs = [...text.trim()];
  return key === "name" ? signs.reduce((sum, sign) => sum + (WIDE.test(sign) ? wide : 1), 0) : signs.length;
}

/**
 * @param {string} key
 * @param {string} text
 * @param {import("./ask.js").Lumi["limits"]} limits
 * @param {import("./english.js").Words} words
 */
function field(key, text, limits, words) {
  const limit = limits[/** @type {keyof typeof limits} */ (key)];
  const input = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (piece(ROWS[key] ? "textarea" : "input", "entry-field"));
  if (input instanceof HTMLTextAreaElement) input.rows = ROWS[key];
  input.id = `becoming-${key}`;
  input.autocomplete = "off";
  input.value = text;
  const count = piece("span", "becoming-count");
  count.id = `becoming-${key}-count`;
  input.setAttribute("aria-describedby", count.id);
  const tell = () => {
    const length = sizeOf(key, input.value, limits.nameWide);
    const over = Math.max(0, length - limit);
    // A name of wide signs alone is counted in them: nobody takes two of them for eight.
    const signs = [...input.value.trim()];
    const isWide = key === "name" && signs.length > 0 && signs.every((sign) => WIDE.test(sign));
    const unit = isWide ? limits.nameWide : 1;
    const told = (/** @type {number} */ size) => String(Math.ceil(size / unit));
    count.textContent = over ? fill(words.over, { count: told(over) }) : fill(words.count, { length: told(length), limit: told(limit) });
    count.classList.toggle("over", over > 0);
    input.setAttribute("aria-invalid", String(over > 0));
    return over;
  };
  input.addEventListener("input", tell);
  tell();
  const label = /** @type {HTMLLabelElement} */ (piece("label", "", words.fields[/** @type {keyof typeof words.fields} */ (key)]));
  label.htmlFor = input.id;
  return { key, input, tell, element: box("div", "becoming-field", box("div", "becoming-label", label, count), input) };
}

/** @param {import("./ask.js").Lumi} lumi @param {import("./english.js").Words} words */
function choice(lumi, words) {
  const select = /** @type {HTMLSelectElement} */ (piece("select", "entry-field"));
  select.id = "becoming-voice";
  if (!lumi.voiceId) select.append(new Option(words.voiceNone, ""));
  select.append(...lumi.voices.map(({ id, name }) => new Option(name, id)));
  select.value = lumi.voiceId ?? "";
  const label = /** @type {HTMLLabelElement} */ (piece("label", "", words.fields.voice));
  label.htmlFor = select.id;
  return { select, element: box("div", "becoming-field", box("div", "becoming-label", label), select) };
}
