/** What changed, the newest first; each can be taken back. */

import { piece } from "../bubbles.js";
import { fill } from "../strings.js";
import { ask } from "./ask.js";
import { box, button, part, spoken, trouble } from "./parts.js";
import { dayText } from "./words.js";

/** @typedef {import("./ask.js").Change} Change */

export class Changes {
  /** @type {string | null} */
  #next = null;

  /** @param {import("./parts.js").Shared} shared */
  constructor(shared) {
    this.shared = shared;
    const { words } = shared;
    this.title = words.changes;
    const { element, heading } = part("changes", words.changes, words.changesWhat);
    this.element = element;
    this.heading = heading;
    this.list = piece("ul", "entries");
    this.empty = piece("p", "part-empty", words.changesNone);
    this.more = button("more link", fill(words.more, { count: "10" }), () => this.#read(true));
    this.failed = piece("div", "");
    element.append(this.list, this.empty, this.more, this.failed);
  }

  load() {
    return this.#read(false);
  }

  /** @param {boolean} more */
  async #read(more) {
    try {
      const page = await ask.changes(more ? this.#next : null);
      this.#next = page.next;
      const lines = page.changes.map((change) => this.#line(change));
      if (more) this.list.append(...lines);
      else this.list.replaceChildren(...lines);
      this.list.hidden = !this.list.childElementCount;
      this.empty.hidden = !this.list.hidden;
      this.more.hidden = !page.next;
      this.failed.replaceChildren();
    } catch (error) {
      this.failed.replaceChildren(trouble(this.shared, error, () => this.#read(more)));
    }
  }

  /** @param {Change} change */
  #line(change) {
    const { words, now } = this.shared;
    const text = box("p", "change-words", spoken(piece("s", ""), change.before ?? ""));
    if (change.after) text.append(" ", piece("span", "change-arrow", "→"), " ", spoken(piece("span", ""), change.after));
    const what = words.changed[change.kind] ?? "";
    const from = box("p", "entry-from", piece("span", "", what), piece("span", "entry-day", dayText(change.madeAt, now(), words, true)));
    const undone = piece("span", "change-undone", words.takenBack);
    const undo = button("quiet", words.undo, () => this.#undo(change, undo, undone));
    undo.setAttribute("aria-label", `${words.undo}: ${fill(words.became, { before: change.before ?? "", after: change.after ?? "" })}`);
    return box("li", `entry change${change.undoneAt ? " undone" : ""}`, box("div", "change-main", text, from), change.undoneAt ? undone : undo);
  }

  /** @param {Change} change @param {HTMLElement} undo @param {HTMLElement} undone */
  async #undo(change, undo, undone) {
    try {
      await ask.undo(change.id);
      undo.replaceWith(undone);
      undone.tabIndex = -1;
      undone.focus();
      this.shared.say(this.shared.words.undone);
      await this.shared.changed();
    } catch (error) {
      this.failed.replaceChildren(piece("p", "part-trouble", this.shared.tell(error)));
      this.shared.say(this.failed.textContent ?? "");
    }
  }
}
