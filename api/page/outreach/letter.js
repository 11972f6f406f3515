/** A message that came first: a letter in the talk, which can say why it was written, and be answered with a wish. */

import { piece } from "../bubbles.js";
import { box, button, quoted, spoken } from "../memory/parts.js";
import { Refused } from "../memory/ask.js";
import { localeFor } from "../moments.js";
import { NotSignedIn } from "../session.js";
import { fill } from "../strings.js";
import { ask } from "./ask.js";
import { wordsFor } from "./words.js";

/** @typedef {import("./ask.js").Why} Why */

/** So that every panel has a name of its own. */
let count = 0;

export class Letter {
  #why = /** @type {Why | null} */ (null);

  /**
   * @param {import("../bubbles.js").Bubble} bubble
   * @param {string} messageId
   * @param {{
   *   strings: import("../strings.js").Strings, name: () => string, onSettings: () => void, onSignedOut: () => void,
   * }} options
   */
  constructor(bubble, messageId, options) {
    this.messageId = messageId;
    this.options = options;
    this.words = wordsFor(options.strings);
    const { words } = this;
    this.panel = piece("div", "letter-why");
    this.panel.id = `letter-${++count}`;
    this.panel.hidden = true;
    this.told = piece("p", "letter-told");
    this.told.setAttribute("role", "status");
    this.opener = button("link letter-ask", words.why, () => this.#turn());
    this.opener.setAttribute("aria-expanded", "false");
    this.opener.setAttribute("aria-controls", this.panel.id);
    const head = piece("p", "letter-head", fill(words.wrote, { name: options.name() }));
    bubble.words.before(head);
    bubble.words.after(box("div", "letter-foot", this.opener, this.panel, this.told));
  }

  async #turn() {
    const opens = this.panel.hidden;
    if (opens && !this.#why) await this.#read();
    this.panel.hidden = !opens;
    this.opener.setAttribute("aria-expanded", String(opens));
    // The talk goes to its end as it grows, which on a small screen would carry the answer's beginning away.
    if (opens) afterLayout(() => this.opener.scrollIntoView({ block: "nearest" }));
  }

  async #read() {
    const { words } = this;
    try {
      this.#why = await ask.why(this.messageId);
      this.panel.replaceChildren(...this.#answer(this.#why));
    } catch (error) {
      if (error instanceof NotSignedIn) return this.options.onSignedOut();
      const gone = error instanceof Refused && error.status === 404;
      this.panel.replaceChildren(piece("p", "letter-reason", gone ? words.notKnown : words.whyAway));
    }
  }

  /** @param {Why} why */
  *#answer(why) {
    const { words } = this;
    const { words: reason, memories, gates } = why;
    yield spoken(piece("p", "letter-reason"), reason);
    if (memories.length) {
      yield piece("p", "letter-small", words.rests);
      yield box("ul", "letter-list", ...memories.map(({ content }) => spoken(piece("li", ""), quoted(content, words))));
    }
    yield this.#wishes(why);
    if (!gates.length) return;
    const details = box("details", "letter-gates", piece("summary", "letter-small", words.asked));
    details.append(box("ul", "letter-list", ...gates.map((gate) => spoken(piece("li", ""), gate.words))));
    yield details;
  }

  /** @param {Why} why */
  #wishes({ kind, lessIsPossible }) {
    const { words, messageId } = this;
    const all = [
      button("letter-wish", words.day, () => this.#snooze("day")),
      button("letter-wish", words.week, () => this.#snooze("week")),
    ];
    if (lessIsPossible) {
      all.push(button("letter-wish", words.less, () =>
        this.#wish(() => ask.less(messageId), () => words.lessDone, () => ask.asOften(kind))));
    }
    all.push(button("letter-wish", words.never, () => this.#never()));
    all.push(button("link letter-settings", words.settings, this.options.onSettings));
    const group = box("div", "letter-wishes", ...all);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", words.wishes);
    return group;
  }

  /** @param {"day" | "week"} length */
  #snooze(length) {
    return this.#wish(
      () => ask.snooze(length),
      ({ snoozedUntil }) => fill(this.words.snoozed, { when: whenText(snoozedUntil ?? "", this.words) }),
      () => ask.wake(),
    );
  }

  async #never() {
    let topic = "";
    const find = (/** @type {import("./ask.js").Agreed} */ { forbidden }) => {
      topic = forbidden.at(-1) ?? "";
      return fill(this.words.neverDone, { topic: quoted(topic, this.words) });
    };
    await this.#wish(() => ask.neverThis(this.messageId), find, () => ask.again(topic));
  }

  /**
   * @param {() => Promise<import("./ask.js").Agreed>} act
   * @param {(agreed: import("./ask.js").Agreed) => string} tell
   * @param {() => Promise<unknown>} undo
   */
  async #wish(act, tell, undo) {
    const { words } = this;
    try {
      const text = tell(await act());
      this.told.replaceChildren(`${text} `, button("link", words.undo, async () => {
        try {
          await undo();
          this.told.replaceChildren(words.undone);
        } catch (error) {
          this.#failed(error);
        }
      }));
    } catch (error) {
      this.#failed(error);
    }
  }

  /** @param {unknown} error */
  #failed(error) {
    if (error instanceof NotSignedIn) return this.options.onSignedOut();
    const { words, options } = this;
    this.told.textContent = error instanceof Refused && error.message ? error.message : fill(words.away, { name: options.name() });
  }
}

/** @param {() => void} act */
const afterLayout = (act) => requestAnimationFrame(() => requestAnimationFrame(act));

/** "Friday 6 March at 18:30". @param {string} moment @param {{language: string}} words */
export function whenText(moment, words) {
  const day = { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" };
  return new Intl.DateTimeFormat(localeFor(words), /** @type {Intl.DateTimeFormatOptions} */ (day)).format(new Date(moment));
}
