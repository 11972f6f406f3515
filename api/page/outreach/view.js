/** The view "When I write first": what was agreed to, what is to come, and on which device it shows. */

import { piece } from "../bubbles.js";
import { Refused } from "../memory/ask.js";
import { box, button } from "../memory/parts.js";
import { NotSignedIn, Unreachable } from "../session.js";
import { Sheet } from "../sheet.js";
import { fill } from "../strings.js";
import { agreement } from "./agreement.js";
import { ahead } from "./ahead.js";
import { ask } from "./ask.js";
import { device } from "./device.js";
import { whenText } from "./letter.js";
import { nevers, reminders } from "./lists.js";
import { mind } from "./mind.js";
import { wordsFor } from "./words.js";
import { you } from "./you.js";

/** @typedef {import("./ask.js").Agreed} Agreed */

export class OutreachView extends Sheet {
  /**
   * @param {{dialog: HTMLDialogElement, opener: HTMLElement}} parts
   * @param {{
   *   strings: import("../strings.js").Strings, now: () => Date, name: () => string,
   *   push: import("./push.js").Push, onLeave: () => Promise<void>, onSignedOut: () => void,
   * }} options
   */
  constructor(parts, options) {
    super(parts, "#outreach");
    this.options = options;
    this.words = wordsFor(options.strings);
    this.heard = piece("p", "letters-heard");
    this.heard.setAttribute("role", "status");
    this.body = box("div", "letters-body", piece("p", "part-what", this.words.reading));
    const say = (/** @type {string} */ text) => (this.heard.textContent = text);
    const act = (/** @type {() => Promise<unknown>} */ work) => this.#act(work);
    this.shared = { words: this.words, say, act, redo: act };
  }

  build() {
    const { words } = this;
    const heading = this.headed(words.title, "outreach-title");
    const intro = piece("p", "memory-intro", fill(words.intro, { name: this.options.name() }));
    this.dialog.replaceChildren(
      box("div", "memory-bar", button("back", words.back, () => this.dialog.close()), this.heard),
      box("div", "memory-frame letters-frame", box("header", "memory-top", piece("i", "memory-light"), heading, intro), this.body),
    );
  }

  prepare() {
    this.heard.textContent = "";
  }

  /** Reads everything that is shown anew. */
  async read() {
    await this.#trying(async () => {
      const [agreed, me, push, loops, thoughts, set, coming] = await Promise.all([
        ask.agreed(), ask.me(), ask.push(), ask.loops(), ask.thoughts(), ask.reminders(), ask.ahead(),
      ]);
      this.#show(agreed, { me, count: push.devices.length, coming, loops, thoughts, set });
    });
  }

  /** @param {() => Promise<unknown>} work */
  async #act(work) {
    await this.#trying(async () => {
      this.heard.textContent = "";
      await work();
      await this.read();
      this.heard.textContent ||= this.words.saved;
    });
  }

  /** @param {() => Promise<void>} work */
  async #trying(work) {
    try {
      await work();
    } catch (error) {
      if (error instanceof NotSignedIn) return this.options.onSignedOut();
      if (error instanceof Refused) return void (this.heard.textContent = error.message);
      if (!(error instanceof Unreachable)) throw error;
      const away = fill(this.words.away, { name: this.options.name() });
      this.body.replaceChildren(box("p", "part-trouble", `${away} `, button("link", this.words.again, () => this.read())));
    }
  }

  /**
   * @param {Agreed} agreed
   * @param {{
   *   me: import("./ask.js").Me, count: number, coming: import("./ask.js").Ahead,
   *   loops: import("./ask.js").Loop[], thoughts: import("./ask.js").Thought[], set: import("./ask.js").Reminder[],
   * }} more
   */
  #show(agreed, { me, count, coming, loops, thoughts, set }) {
    const { shared } = this;
    const at = focused(this.body);
    this.body.replaceChildren(
      this.#standing(agreed),
      ...agreement(agreed, shared),
      device(this.options.push, count, { ...shared, name: this.options.name() }),
      reminders(set, shared),
      ahead(coming, shared),
      mind(loops, thoughts, { ...shared, now: this.options.now }),
      nevers(agreed.forbidden, shared),
      you(me, { ...shared, leave: () => this.#trying(this.options.onLeave) }),
    );
    focusables(this.body)[at]?.focus({ preventScroll: true });
  }

  /** How things stand, in a sentence. @param {Agreed} agreed */
  #standing({ on, kinds, snoozedUntil }) {
    const { words } = this;
    const name = this.options.name();
    const agreed = kinds.filter((one) => one.agreed).map((one) => one.name);
    const list = new Intl.ListFormat(words.language, { type: "conjunction" }).format(agreed);
    const line = !on ? words.off : agreed.length ? words.on : words.care;
    const element = box("div", "letters-standing", piece("p", "", fill(line, { name, kinds: list })));
    if (on && snoozedUntil && new Date(snoozedUntil) > this.options.now()) {
      const paused = fill(words.paused, { when: whenText(snoozedUntil, words) });
      element.append(box("p", "", `${paused} `, button("link", words.wake, () => this.shared.act(() => ask.wake()))));
    }
    return element;
  }
}

/** @param {HTMLElement} body @returns {HTMLElement[]} */
const focusables = (body) => [...body.querySelectorAll(/** @type {"button"} */ ("button, input, select, summary"))];

/** Where the reader is, so that they are there again when everything is shown anew. @param {HTMLElement} body */
function focused(body) {
  return focusables(body).indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
}
