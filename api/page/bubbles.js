/** One message as it stands in the talk. */

import { momentText } from "./moments.js";

/** @typedef {import("./strings.js").Strings} Strings */

/** Chinese characters, to tell a screen reader which voice to use. */
const CHINESE = /\p{Script=Han}/u;

/** What parts a reply into messages: a blank line, in the stream and in what is stored. */
const MESSAGE_END = /\n\s*\n/;

export class Bubble {
  #tail = /** @type {HTMLElement | null} */ (null);

  /**
   * @param {{role: "user" | "assistant", kind?: string, text: string, createdAt: Date, speaker: string}} message
   * @param {Strings} strings
   */
  constructor({ role, kind = "talk", text, createdAt, speaker }, strings) {
    this.strings = strings;
    this.role = role;
    this.createdAt = createdAt;
    this.text = "";
    /** Where it stands in the whole talk; null while only its place at the end is known. @type {number | null} */
    this.position = null;
    this.element = document.createElement("li");
    this.element.className = `message ${role === "user" ? "yours" : "theirs"}`;
    this.element.dataset.kind = kind;
    this.moment = piece("time", "moment");
    this.speaker = piece("span", "unseen", `${speaker}: `);
    this.words = piece("div", "words");
    this.mark = piece("p", "mark");
    this.element.append(this.speaker, this.words);
    this.write(text);
  }

  /** Whether the server has not acknowledged it yet. */
  get pending() {
    return this.element.classList.contains("pending");
  }

  set pending(pending) {
    this.element.classList.toggle("pending", pending);
    if (!pending) this.failed = false;
  }

  /** Whether the server refused it. */
  get failed() {
    return this.element.classList.contains("failed");
  }

  set failed(failed) {
    this.element.classList.toggle("failed", failed);
  }

  /** Shows all of a finished text, a paragraph to a bubble. @param {string} text */
  write(text) {
    this.text = text;
    this.#tail = null;
    this.element.classList.remove("streaming");
    this.#speakLanguage();
    const paragraphs = this.role === "user" ? [text] : text.split(MESSAGE_END);
    this.words.replaceChildren(...paragraphs.filter((part) => part.trim()).map((part) => piece("p", "bubble", part.trim())));
  }

  /** Adds words that just came; they surface softly. @param {string} text */
  add(text) {
    this.text += text;
    this.element.classList.add("streaming");
    this.#speakLanguage();
    const [first, ...more] = text.split(MESSAGE_END);
    this.#surface(first);
    for (const paragraph of more) {
      this.#tail = null;
      this.#surface(paragraph.trimStart());
    }
  }

  /**
   * The time above it, or none.
   * @param {boolean} shown
   * @param {Date} now
   */
  showMoment(shown, now) {
    if (!shown) return this.moment.remove();
    this.moment.textContent = momentText(this.createdAt, now, this.strings);
    this.moment.setAttribute("datetime", this.createdAt.toISOString());
    this.element.prepend(this.moment);
  }

  /**
   * A quiet line below it, or none.
   * @param {string} text
   * @param {{name: string, act: () => void}[]} [actions]
   */
  showMark(text, actions = []) {
    if (!text) return this.mark.remove();
    this.mark.replaceChildren(text, ...actions.map(({ name, act }) => {
      const button = /** @type {HTMLButtonElement} */ (piece("button", "link", name));
      button.type = "button";
      button.addEventListener("click", act);
      return button;
    }));
    this.element.append(this.mark);
  }

  /** How a reply ended, where that is worth a word. @param {string | null | undefined} ended */
  showEnding(ended) {
    const { interrupted, cutShort } = this.strings;
    this.element.classList.toggle("unfinished", ended === "interrupted" || ended === "cut_short");
    this.showMark(ended === "interrupted" ? interrupted : ended === "cut_short" ? cutShort : "");
  }

  /** @param {string} text */
  #surface(text) {
    if (!this.#tail) {
      if (!text.trim()) return;
      this.#tail = piece("p", "bubble");
      this.words.append(this.#tail);
    }
    if (text) this.#tail.append(piece("span", "fresh", text));
  }

  #speakLanguage() {
    this.words.lang = CHINESE.test(this.text) ? "zh-Hans" : "";
    if (!this.words.lang) this.words.removeAttribute("lang");
  }
}

/** @param {string} tag @param {string} name @param {string} [text] */
export function piece(tag, name, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}
