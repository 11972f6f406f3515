/** The view "Who I am becoming": who the companion is, the person's hand in it, and who it was. */

import { piece } from "../bubbles.js";
import { box, button } from "../memory/parts.js";
import { NotSignedIn, Unreachable } from "../session.js";
import { Sheet } from "../sheet.js";
import { Refused, ask } from "./ask.js";
import { chinese } from "./chinese.js";
import { editor } from "./editor.js";
import { english } from "./english.js";
import { states } from "./history.js";
import { atHome } from "./home.js";
import { portrait } from "./portrait.js";

export class PersonalityView extends Sheet {
  /**
   * @param {{dialog: HTMLDialogElement, opener: HTMLElement}} parts
   * @param {{
   *   strings: import("../strings.js").Strings, now: () => Date,
   *   keepsake: import("../keepsake.js").Keepsake, personId: string,
   *   onNamed: (name: string) => void, onSignedOut: () => void,
   * }} options `onNamed`: the companion is called something else now
   */
  constructor(parts, options) {
    super(parts, "#becoming");
    this.options = options;
    this.words = options.strings.language.startsWith("zh") ? chinese : english;
    this.seen = `becoming.${options.personId}`;
    // A persona is somebody already.
    parts.opener.hidden = !atHome;
    if (atHome) this.#look();
  }

  /** Shows the view when the address says so, and hides it otherwise. */
  follow() {
    if (atHome) super.follow();
  }

  /** Marks the way here when a reading of the talk changed something since it was last looked at. */
  async #look() {
    const lumi = await ask.now().catch(() => null);
    if (lumi?.emerged && lumi.number > (this.options.keepsake.read(this.seen) ?? 0)) this.#mark(true);
  }

  /** @param {boolean} isNew */
  #mark(isNew) {
    this.opener.classList.toggle("unread", isNew);
    if (isNew) this.opener.setAttribute("aria-label", this.words.changed);
    else this.opener.removeAttribute("aria-label");
  }

  /** Reads everything anew. @param {string} [heard] what a screen reader is told then */
  async read(heard = "") {
    try {
      const [lumi, snapshots] = await Promise.all([ask.now(), ask.history()]);
      this.#show(lumi, snapshots);
      this.options.keepsake.write(this.seen, lumi.number);
      this.#mark(false);
      if (heard) this.heard.textContent = heard;
    } catch (error) {
      const again = button("link", this.words.again, () => this.read());
      this.body.replaceChildren(box("p", "part-trouble", `${this.#told(error)} `, again));
    }
  }

  build() {
    const { words } = this;
    const heading = this.headed(words.title, "becoming-title");
    this.heard = piece("p", "becoming-heard");
    this.heard.setAttribute("role", "status");
    this.body = box("div", "becoming-body", piece("p", "part-what", words.reading));
    const top = box("header", "memory-top", piece("i", "memory-light"), heading, piece("p", "memory-intro", words.intro));
    this.dialog.replaceChildren(
      box("div", "memory-bar", button("back", words.back, () => this.dialog.close())),
      box("div", "memory-frame becoming-frame", top, this.heard, this.body),
    );
  }

  /** @param {import("./ask.js").Lumi} lumi @param {import("./ask.js").Snapshot[]} snapshots */
  #show(lumi, snapshots) {
    const { words, options } = this;
    const card = piece("div", "becoming-card");
    this.#read(card, lumi);
    const past = snapshots.length
      ? states(snapshots, { words, now: options.now, voices: lumi.voices, onRestore: (number) => this.#restore(number) })
      : piece("p", "part-empty", words.historyNone);
    this.body.replaceChildren(
      section("now", words.now, "", card),
      section("history", words.history, words.historyWhat, past),
    );
  }

  /** @param {HTMLElement} card @param {import("./ask.js").Lumi} lumi */
  #read(card, lumi) {
    const { words } = this;
    const change = button("quiet", words.change, () => this.#write(card, lumi));
    card.replaceChildren(
      portrait(lumi, { words, voices: lumi.voices, ownWords: lumi.ownWords, empty: words.notYet }),
      box("div", "entry-actions", change),
    );
    return change;
  }

  /** @param {HTMLElement} card @param {import("./ask.js").Lumi} lumi */
  #write(card, lumi) {
    const { words } = this;
    this.heard.textContent = "";
    const { element, first } = editor(lumi, {
      words,
      onCancel: () => this.#read(card, lumi).focus(),
      onSave: async (changes) => {
        if (!Object.keys(changes).length) {
          this.#read(card, lumi).focus();
          this.heard.textContent = words.same;
          return "";
        }
        try {
          this.#became(await ask.change(changes), lumi.name);
          await this.read(words.saved);
          this.heading?.focus();
          return "";
        } catch (error) {
          return this.#told(error);
        }
      },
    });
    card.replaceChildren(element);
    first.focus();
  }

  /** @param {number} number */
  async #restore(number) {
    try {
      this.#became(await ask.restore(number), "");
      await this.read(this.words.brought);
      this.dialog.scrollTop = 0;
      this.heading?.focus();
    } catch (error) {
      this.heard.textContent = this.#told(error);
    }
  }

  /** @param {import("./ask.js").Lumi} lumi @param {string} before */
  #became(lumi, before) {
    if (lumi.name !== before) this.options.onNamed(lumi.name);
  }

  /** @param {unknown} error */
  #told(error) {
    if (error instanceof NotSignedIn) this.options.onSignedOut();
    else if (error instanceof Refused) return error.message;
    else if (!(error instanceof Unreachable)) throw error;
    return this.words.away;
  }
}

/** @param {string} id @param {string} title @param {string} what @param {HTMLElement} content */
function section(id, title, what, content) {
  const heading = piece("h2", "part-title", title);
  heading.id = `becoming-${id}`;
  const element = box("section", "part", box("div", "part-head", heading));
  element.setAttribute("aria-labelledby", heading.id);
  if (what) element.append(piece("p", "part-what", what));
  element.append(content);
  return element;
}
