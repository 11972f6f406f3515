/** The memories of one kind: what holds, newest first, each with what it took the place of. */

import { piece } from "../bubbles.js";
import { fill } from "../strings.js";
import { ask } from "./ask.js";
import { MemoryCard } from "./card.js";
import { Listing } from "./listing.js";
import { box, button, part, trouble } from "./parts.js";

/** @typedef {import("./ask.js").Memory} Memory */
/** @typedef {import("./parts.js").Shared} Shared */

/** How many are shown at first, and how many more each time; the server gives at most a hundred at once. */
const FIRST = 6;
const MORE = 30;
const MOST = 100;

export class Kind {
  /** How many the reader has asked to see. */
  #wanted = FIRST;
  #count = 0;

  /** @param {Shared} shared @param {string} type */
  constructor(shared, type) {
    this.shared = shared;
    this.type = type;
    const { words } = shared;
    this.title = words.types[/** @type {keyof typeof words.types} */ (type)] ?? type;
    const { element, heading, count } = part(type, this.title);
    this.element = element;
    this.heading = heading;
    this.count = count;
    this.list = new Listing(
      (/** @type {Memory} */ memory) => new MemoryCard(shared, memory),
      (card, memory) => card.write(memory),
    );
    this.more = button("more link", "", () => this.#showMore());
    this.more.hidden = true;
    this.past = new Listing(
      (/** @type {Memory} */ memory) => new MemoryCard(shared, memory),
      (card, memory) => card.write(memory),
    );
    this.foldTitle = piece("summary", "was-title");
    this.fold = box("details", "was apart", this.foldTitle, this.past.element);
    this.fold.hidden = true;
    this.failed = piece("div", "");
    element.append(this.list.element, this.more, this.fold, this.failed);
  }

  /** @param {{current: number, past: number}} counts */
  async load({ current, past }) {
    this.#count = current;
    this.count.textContent = String(current || "");
    try {
      const [now, before] = await Promise.all([
        current ? read({ type: this.type }, this.#wanted) : [],
        past ? read({ type: this.type, state: "past" }, Infinity) : [],
      ]);
      this.#show(now, before);
      this.failed.replaceChildren();
    } catch (error) {
      this.failed.replaceChildren(trouble(this.shared, error, () => this.load({ current, past })));
    }
  }

  /** @param {Memory[]} memories @param {Memory[]} past */
  #show(memories, past) {
    const { words } = this.shared;
    this.list.show(memories);
    const left = this.#count - memories.length;
    this.more.hidden = left <= 0;
    this.more.textContent = fill(words.more, { count: String(Math.min(left, MORE)) });
    const apart = this.#placePast(new Set(memories.map(({ id }) => id)), past);
    this.past.show(apart);
    this.foldTitle.textContent = `${words.noLonger} (${apart.length})`;
    this.fold.hidden = !this.past.lines.length;
    this.element.hidden = !this.list.lines.length && this.fold.hidden;
  }

  /** Puts what gave way below what holds in its place. @param {Set<string>} shown @param {Memory[]} past @returns {Memory[]} the rest */
  #placePast(shown, past) {
    const next = new Map(past.map((memory) => [memory.id, memory.supersededBy]));
    /** @type {Map<string, Memory[]>} */
    const below = new Map();
    const apart = [];
    for (const memory of past) {
      let holds = memory.supersededBy;
      for (let steps = 0; holds && next.has(holds) && steps < past.length; steps++) holds = next.get(holds) ?? null;
      if (holds && shown.has(holds)) below.set(holds, [...(below.get(holds) ?? []), memory]);
      else apart.push(memory);
    }
    for (const card of this.list.lines) if (!card.buried) card.showBefore(below.get(card.id) ?? []);
    return apart;
  }

  async #showMore() {
    const last = this.list.lines.length;
    this.#wanted = this.list.lines.length + MORE;
    await this.shared.changed();
    this.list.lines.at(last)?.toggle.focus();
  }

  /** The traces of what was forgotten go when the view is opened anew. */
  clean() {
    this.list.clean();
    this.past.clean();
  }
}

/**
 * Reads page after page.
 * @param {Record<string, string>} query
 * @param {number} count how many at most
 * @returns {Promise<Memory[]>}
 */
async function read(query, count) {
  /** @type {Memory[]} */
  const memories = [];
  /** @type {string | null} */
  let cursor = null;
  do {
    const limit = Math.min(count - memories.length, MOST);
    const page = await ask.memories({ ...query, limit, cursor });
    memories.push(...page.memories);
    cursor = page.next;
  } while (cursor && memories.length < count);
  return memories;
}
