/** The earlier talk, page by page, as the reader scrolls up. */

import { messages } from "./session.js";

/** Messages in a page. */
const PAGE = 50;

/** Pixels above what is seen within which the next page is fetched. */
const AHEAD = "900px 0px 0px 0px";

export class History {
  #earlier = /** @type {number | null} */ (null);
  #busy = false;

  /**
   * @param {import("./talk.js").Talk} talk
   * @param {import("./scroll.js").Scroll} scroll
   * @param {HTMLElement} top what comes into view when the reader reaches the top
   */
  constructor(talk, scroll, top) {
    this.talk = talk;
    this.scroll = scroll;
    this.top = top;
    this.loaded = false;
    this.watcher = new IntersectionObserver(
      (changes) => changes.at(-1)?.isIntersecting && this.#loadEarlier(),
      { root: scroll.element, rootMargin: AHEAD },
    );
  }

  /** Reads the newest page. @returns {Promise<import("./frames.js").Message[]>} */
  async loadNewest() {
    const page = await messages({ limit: PAGE });
    this.talk.merge(page.messages);
    if (!this.loaded) this.#more(page.earlier);
    this.loaded = true;
    this.scroll.toEnd();
    return page.messages;
  }

  /** Reads everything that is shown anew, because what came between was missed. */
  async reload() {
    const page = await messages({ limit: PAGE });
    this.talk.clear();
    this.talk.merge(page.messages);
    this.#more(page.earlier);
    this.scroll.toEnd();
    return page.messages;
  }

  /** Reads the last few messages again, to mend a reply whose beginning was missed. */
  async refresh() {
    this.talk.merge((await messages({ limit: 10 })).messages);
  }

  async #loadEarlier() {
    if (this.#busy || this.#earlier === null) return;
    this.#busy = true;
    this.top.classList.add("busy");
    try {
      const page = await messages({ before: this.#earlier, limit: PAGE });
      this.scroll.holding(() => this.talk.merge(page.messages));
      this.#more(page.earlier);
    } catch {
      // The next scroll up tries again.
      this.watcher.unobserve(this.top);
      setTimeout(() => this.#more(this.#earlier), 3000);
    } finally {
      this.#busy = false;
      this.top.classList.remove("busy");
    }
  }

  /** @param {number | null} earlier */
  #more(earlier) {
    this.#earlier = earlier;
    this.watcher.unobserve(this.top);
    if (earlier !== null) this.watcher.observe(this.top);
  }
}
