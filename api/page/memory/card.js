/** One memory: what it says, where it comes from, and what can be done with it. */

import { piece } from "../bubbles.js";
import { fill } from "../strings.js";
import { ask } from "./ask.js";
import { Entry } from "./entry.js";
import { Listing } from "./listing.js";
import { box, button, quoted, spoken } from "./parts.js";
import { whyPieces } from "./source.js";
import { dayText } from "./words.js";

/** @typedef {import("./ask.js").Memory} Memory */

/** Characters of a memory. */
const LONGEST = 400;

export class MemoryCard extends Entry {
  /** What it took the place of. @type {{title: HTMLElement, list: Listing<Memory, MemoryCard>, fold: HTMLElement} | null} */
  #past = null;

  /**
   * @param {import("./parts.js").Shared} shared
   * @param {Memory} memory
   * @param {{showType?: boolean, fixed?: boolean}} [options] `fixed` is only to look at
   */
  constructor(shared, memory, options = {}) {
    super(shared, memory.id);
    this.options = options;
    this.memory = memory;
    this.why = piece("div", "why");
    this.panel.append(this.why, this.actions);
    const { types } = shared.words;
    const type = types[/** @type {keyof typeof types} */ (memory.type)] ?? memory.type;
    if (options.showType) this.main.prepend(piece("span", "entry-type", type));
    this.write(memory);
  }

  /** @param {Memory} memory */
  write(memory) {
    this.memory = memory;
    this.id = memory.id;
    spoken(this.title, memory.content);
    this.nameToggle(memory.content);
    this.element.classList.toggle("pinned", memory.pinnedAt !== null);
    this.element.classList.toggle("past", memory.supersededAt !== null && !this.options.fixed);
    this.from.replaceChildren(...this.#fromPieces());
    if (this.actions.contains(document.activeElement)) return;
    this.actions.replaceChildren(...this.#actionPieces());
    this.actions.hidden = !this.actions.childElementCount;
  }

  /** Puts what it took the place of below it. @param {Memory[]} memories */
  showBefore(memories) {
    const { words } = this.shared;
    if (!memories.length) return this.before.replaceChildren();
    const mended = memories.every((past) => reasonOf(past, this.memory) === "corrected");
    const outdated = memories.some((past) => reasonOf(past, this.memory) === "outdated");
    const title = outdated ? words.usedTo : mended ? words.wasCorrected : words.earlier;
    this.#past ??= this.#makePast();
    this.#past.title.textContent = `${title} (${memories.length})`;
    this.#past.list.show(memories);
    this.before.replaceChildren(this.#past.fold);
  }

  #makePast() {
    const title = piece("summary", "was-title");
    const list = new Listing(
      (/** @type {Memory} */ past) => new MemoryCard(this.shared, past),
      (line, past) => line.write(past),
    );
    return { title, list, fold: box("details", "was", title, list.element) };
  }

  async fillPanel() {
    try {
      const memory = await ask.memory(this.id);
      this.why.replaceChildren(...whyPieces(memory, this.shared));
    } catch (error) {
      this.why.replaceChildren(piece("p", "", this.shared.tell(error)));
    }
  }

  #fromPieces() {
    const { words, now } = this.shared;
    const { memory } = this;
    const pieces = [];
    if (memory.origin === "talk" && !memory.supersededAt && memory.quote && memory.quote !== memory.content) {
      pieces.push(spoken(piece("span", "entry-quote"), quoted(memory.quote, words)));
    }
    const day = memory.supersededAt
      ? fill(words.since, { day: dayText(memory.supersededAt, now(), words, true) })
      : dayText(memory.learnedAt, now(), words, true);
    const time = piece("time", "entry-day", day);
    time.setAttribute("datetime", memory.supersededAt ?? memory.learnedAt);
    pieces.push(time);
    if (memory.origin === "reflection" && !memory.supersededAt) pieces.push(piece("span", "entry-pin", words.concluded));
    if (memory.pinnedAt) pieces.push(piece("span", "entry-pin", words.pinned));
    if (memory.sharedAt && !memory.supersededAt) pieces.push(piece("span", "entry-pin", words.shared));
    return pieces;
  }

  #actionPieces() {
    const { words } = this.shared;
    if (this.options.fixed) return [];
    const forget = button("quiet danger", words.forget, () => this.forget(words.forgetAsk, () => ask.forget(this.id)));
    if (this.memory.supersededAt) return [forget];
    const pinned = this.memory.pinnedAt !== null;
    const shared = this.memory.sharedAt !== null;
    return [
      button("quiet", words.correct, () => this.#correct()),
      button("quiet", pinned ? words.unpin : words.pin, () => this.#pin(!pinned)),
      button("quiet", shared ? words.unshare : words.share, () => this.#share(!shared)),
      forget,
    ];
  }

  #correct() {
    const { words } = this.shared;
    this.edit({
      value: this.memory.content,
      label: words.correcting,
      limit: LONGEST,
      save: async (text) => {
        const { memory, changeId } = await ask.correct(this.id, text);
        this.write(memory);
        if (!this.panel.hidden) this.fillPanel();
        if (!changeId) return this.showNote(words.same);
        this.showNote(words.corrected, [{ name: words.undo, work: () => this.#undo(changeId) }]);
        await this.shared.changed();
      },
    });
  }

  /** @param {string} changeId */
  #undo(changeId) {
    return this.attempt(async () => {
      const { memoryId } = await ask.undo(changeId);
      if (memoryId) this.write(await ask.memory(memoryId));
      if (!this.panel.hidden) this.fillPanel();
      this.showNote(this.shared.words.undone);
      this.toggle.focus();
      await this.shared.changed();
    });
  }

  /** @param {boolean} pinned */
  #pin(pinned) {
    const { words } = this.shared;
    return this.#mark(() => ask.pin(this.id, pinned), pinned ? words.pinning : words.unpinning);
  }

  /** @param {boolean} shared */
  #share(shared) {
    const { words } = this.shared;
    return this.#mark(() => ask.share(this.id, shared), shared ? words.sharing : words.unsharing);
  }

  /** @param {() => Promise<Memory>} request @param {string} note */
  #mark(request, note) {
    return this.attempt(async () => {
      const memory = await request();
      this.toggle.focus();
      this.write(memory);
      this.fillPanel();
      this.showNote(note);
      await this.shared.changed();
    });
  }
}

/** Why a memory gave way. @param {Memory} past @param {Memory} present */
function reasonOf(past, present) {
  return past.supersededAs ?? (present.origin === "correction" && past.supersededBy === present.id ? "corrected" : "outdated");
}
