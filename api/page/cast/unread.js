/** Which other talks have new words: a mark, kept until the talk is opened. */

import { addresseeOf, agentId } from "./room.js";

/** How Lumi's talk is called among the marks. */
const HOME = "";

export class Unread {
  /**
   * @param {import("../keepsake.js").Keepsake} keepsake
   * @param {string} personId
   * @param {(unread: Unread) => void} onChange
   */
  constructor(keepsake, personId, onChange) {
    this.keepsake = keepsake;
    this.key = `unread.${personId}`;
    this.onChange = onChange;
    /** @type {Set<string>} */
    this.slugs = new Set(keepsake.read(this.key) ?? []);
    this.#drop(agentId ?? HOME);
  }

  /** Something was said in another talk. @param {import("../frames.js").Frame} frame */
  hear(frame) {
    if (frame.type !== "done" && frame.type !== "proactive") return;
    this.slugs.add(addresseeOf(frame) ?? HOME);
    this.#keep();
  }

  get atHome() {
    return this.slugs.has(HOME);
  }

  get inCast() {
    return [...this.slugs].some((slug) => slug !== HOME);
  }

  /** @param {string} slug */
  of(slug) {
    return this.slugs.has(slug);
  }

  /** @param {string} slug */
  #drop(slug) {
    this.slugs.delete(slug);
    this.#keep();
  }

  #keep() {
    this.keepsake.write(this.key, this.slugs.size ? [...this.slugs] : null);
    this.onChange(this);
  }
}
