/** What is never brought up, and what the person wants to be reminded of. */

import { piece } from "../bubbles.js";
import { box, button, once, part, spoken } from "../memory/parts.js";
import { fill } from "../strings.js";
import { ask } from "./ask.js";

/**
 * @typedef {{
 *   words: import("./english.js").Words, say: (text: string) => void,
 *   act: (work: () => Promise<import("./ask.js").Agreed>) => Promise<void>,
 *   redo: (work: () => Promise<unknown>) => Promise<void>,
 * }} Shared `redo` does what was asked for and reads everything anew
 */

/** @param {string} id @param {string} title @param {string} what @param {string} none @param {HTMLElement[]} lines */
function listed(id, title, what, none, lines) {
  const { element } = part(id, title, what);
  element.append(lines.length ? box("ul", "entries", ...lines) : piece("p", "part-empty", none));
  return element;
}

/** @param {string[]} forbidden @param {Shared} shared */
export function nevers(forbidden, { words, act }) {
  const lines = forbidden.map((topic) =>
    box("li", "entry letters-line", spoken(piece("span", ""), topic), button("quiet", words.allow, () => act(() => ask.again(topic)))));
  const element = listed("letters-never", words.nevers, "", words.neversNone, lines);
  const input = document.createElement("input");
  input.className = "field";
  input.maxLength = 80;
  input.setAttribute("aria-label", words.neverAdd);
  input.placeholder = words.neverAdd;
  const add = /** @type {HTMLButtonElement} */ (piece("button", "quiet", words.add));
  const form = box("form", "letters-add", input, add);
  once(form, "submit", () => (input.value.trim() ? act(() => ask.never(input.value.trim())) : input.focus()));
  element.append(form);
  return element;
}

/** @param {import("./ask.js").Reminder[]} reminders @param {Shared} shared */
export function reminders(reminders, { words, redo, say }) {
  const lines = reminders.filter(({ at }) => at).map(({ id, what, when }) => {
    const drop = async () => {
      await redo(() => ask.dropReminder(id));
      say(fill(words.deleted, { text: what }));
    };
    const said = box("div", "", spoken(piece("p", "entry-title"), what), spoken(piece("p", "entry-from"), when));
    return box("li", "entry would letters-line", said, button("quiet", words.delete, drop));
  });
  return listed("letters-reminders", words.reminders, "", words.remindersNone, lines);
}
