/** The small parts that the view is made of. */

import { piece } from "../bubbles.js";

/**
 * What all parts of the view share.
 * @typedef {{
 *   words: import("./english.js").Words,
 *   now: () => Date,
 *   name: () => string,
 *   say: (text: string) => void,
 *   tell: (error: unknown) => string,
 *   changed: () => Promise<void>,
 *   forgot: (gone: import("./ask.js").Forgotten) => void,
 * }} Shared
 *   `say` lets a screen reader hear something; `tell` puts a failure in words; `changed` reads everything anew;
 *   `forgot` is called when words of the talk may have gone with a memory.
 */

/** Chinese characters, to tell a screen reader which voice to use. */
const CHINESE = /\p{Script=Han}/u;

/**
 * @param {string} tag
 * @param {string} name
 * @param {...(Node | string)} children
 */
export function box(tag, name, ...children) {
  const element = piece(tag, name);
  element.append(...children);
  return element;
}

/**
 * A button that does its work once, however often it is pressed meanwhile.
 * @param {string} name
 * @param {string} text
 * @param {() => unknown} work
 */
export function button(name, text, work) {
  const element = /** @type {HTMLButtonElement} */ (piece("button", name, text));
  element.type = "button";
  once(element, "click", work);
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {"click" | "submit"} event
 * @param {() => unknown} work
 */
export function once(element, event, work) {
  element.addEventListener(event, async (happened) => {
    happened.preventDefault();
    if (element.ariaBusy === "true") return;
    element.ariaBusy = "true";
    try {
      await work();
    } finally {
      element.ariaBusy = null;
    }
  });
}

/** Tells a screen reader the language of what a person said. @param {HTMLElement} element @param {string} text */
export function spoken(element, text) {
  element.textContent = text;
  if (CHINESE.test(text)) element.lang = "zh-Hans";
  else if (document.documentElement.lang.startsWith("zh")) element.lang = "en";
  else element.removeAttribute("lang");
  return element;
}

/** Puts quotation marks of the reader's language round words. @param {string} text @param {{language: string}} words */
export const quoted = (text, words) => (words.language.startsWith("zh") && CHINESE.test(text) ? `「${text}」` : `“${text}”`);

/** Brings something into view without haste, and puts the reader there. @param {HTMLElement} element */
export function goTo(element) {
  const calm = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ behavior: calm ? "smooth" : "instant", block: "start" });
}

/**
 * A titled part of the view.
 * @param {string} id
 * @param {string} title
 * @param {string} [what] a line below the title
 */
export function part(id, title, what = "") {
  const heading = piece("h2", "part-title", title);
  heading.id = `memory-${id}`;
  const count = piece("span", "part-count");
  const element = box("section", "part", box("div", "part-head", heading, count));
  element.setAttribute("aria-labelledby", heading.id);
  if (what) element.append(piece("p", "part-what", what));
  return { element, heading, count };
}

/**
 * Something that went wrong, and a way to try again.
 * @param {Shared} shared
 * @param {unknown} error
 * @param {() => unknown} again
 */
export function trouble(shared, error, again) {
  const text = shared.tell(error);
  shared.say(text);
  return box("p", "part-trouble", `${text} `, button("link", shared.words.again, again));
}
