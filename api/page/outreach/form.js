/** Small parts of a form: each has a label, and says when it was changed. */

import { piece } from "../bubbles.js";
import { box } from "../memory/parts.js";

let count = 0;

/**
 * A box to tick.
 * @param {string} text
 * @param {boolean} checked
 * @param {(checked: boolean) => unknown} changed
 * @param {string} [explained]
 */
export function tick(text, checked, changed, explained = "") {
  const input = /** @type {HTMLInputElement} */ (piece("input", "tick-box"));
  input.type = "checkbox";
  input.checked = checked;
  input.addEventListener("change", () => changed(input.checked));
  const words = box("span", "tick-words", piece("span", "tick-name", text));
  if (explained) {
    const more = piece("span", "tick-what", explained);
    more.id = `tick-${++count}`;
    input.setAttribute("aria-describedby", more.id);
    input.setAttribute("aria-label", text);
    words.append(more);
  }
  return { input, element: box("label", "tick", input, words) };
}

/**
 * A field with its label before it.
 * @param {string} text
 * @param {HTMLInputElement | HTMLSelectElement} input
 * @param {string} [name]
 */
export function labelled(text, input, name = "") {
  input.classList.add("entry-field");
  input.id = `labelled-${++count}`;
  const label = /** @type {HTMLLabelElement} */ (piece("label", "", text));
  label.htmlFor = input.id;
  return box("div", `labelled ${name}`.trim(), label, input);
}

/**
 * One of several.
 * @param {[string, string][]} options value and text
 * @param {string} value
 * @param {(value: string) => unknown} changed
 */
export function choice(options, value, changed) {
  const select = document.createElement("select");
  select.append(...options.map(([key, text]) => new Option(text, key)));
  select.value = value;
  select.addEventListener("change", () => changed(select.value));
  return select;
}

/** A time of day. @param {string} value @param {() => unknown} changed */
export function clock(value, changed) {
  const input = document.createElement("input");
  input.type = "time";
  input.required = true;
  input.value = value;
  input.addEventListener("change", () => input.value && changed());
  return input;
}
