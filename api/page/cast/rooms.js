/** The ways between the rooms: the gallery, the way home, how close the two are, and marks for new words. */

import { piece } from "../bubbles.js";
import { fill } from "../strings.js";
import { agentId } from "./room.js";
import { Stage } from "./stage.js";
import { Unread } from "./unread.js";
import { CastView } from "./view.js";
import { castWords } from "./words.js";

export class Rooms {
  /**
   * @param {{
   *   dialog: HTMLDialogElement, opener: HTMLElement, ways: HTMLElement, home: HTMLAnchorElement,
   *   stage: HTMLElement, sheet: HTMLDialogElement, composer: HTMLElement,
   * }} parts
   * @param {{
   *   strings: import("../strings.js").Strings, keepsake: import("../keepsake.js").Keepsake, personId: string,
   *   host: import("./door.js").Host, onSignedOut: () => void,
   * }} options
   */
  constructor(parts, { strings, keepsake, personId, host, onSignedOut }) {
    this.parts = parts;
    this.host = host;
    this.words = castWords(strings);
    this.unread = new Unread(keepsake, personId, (unread) => this.#mark(unread));
    const isUnread = (/** @type {string} */ slug) => this.unread.of(slug);
    this.view = new CastView(parts, { strings, keepsake, isUnread, onSignedOut });
    this.stage = agentId && !host.gone ? new Stage({ opener: parts.stage, sheet: parts.sheet }, { slug: agentId, words: this.words }) : null;
    if (agentId) this.#showWays();
    if (host.gone) this.#showGone();
    this.stage?.read();
    this.view.follow();
  }

  /** A frame of another room. @param {import("../frames.js").Frame} frame */
  elsewhere(frame) {
    this.unread.hear(frame);
  }

  /** A frame of this room. @param {import("../frames.js").Frame} frame */
  here(frame) {
    if (frame.type === "done") this.stage?.read();
  }

  #showWays() {
    const { ways, home } = this.parts;
    home.textContent = this.host.home;
    ways.hidden = false;
  }

  #showGone() {
    const { composer } = this.parts;
    composer.hidden = true;
    composer.before(piece("p", "gone-note", fill(this.words.goneHere, { name: this.host.name })));
  }

  /** @param {Unread} unread */
  #mark(unread) {
    const { home, opener } = this.parts;
    const { words, host } = this;
    home.classList.toggle("unread", unread.atHome);
    home.setAttribute("aria-label", fill(unread.atHome ? words.homeUnread : words.home, { name: host.home }));
    opener.classList.toggle("unread", unread.inCast);
    if (unread.inCast) opener.setAttribute("aria-label", words.castUnread);
    else opener.removeAttribute("aria-label");
  }
}
