/** Lets the messages of one reply come one after another, as a person sends them. */

/** @typedef {import("./frames.js").Frame} Frame */

/** The longest a reader waits between two messages of a reply, in milliseconds. */
const LONGEST_PAUSE = 2500;

/** What waits behind a pause; anything else is news, and ends it. */
const OF_A_REPLY = new Set(["token", "emotion", "voice", "done"]);

export class Parting {
  /** @type {Frame[]} in the order they came; the first is the one that is paused for */
  #waiting = [];
  #timer = 0;

  /**
   * @param {{onFrame: (frame: Frame) => void, onPause: () => void}} listeners
   *   `onPause`: a moment in which the next message is being typed
   */
  constructor(listeners) {
    this.listeners = listeners;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
  }

  /** @param {Frame} frame */
  receive(frame) {
    if (this.#timer && !OF_A_REPLY.has(frame.type)) this.#goOn(false);
    if (this.#timer) this.#waiting.push(frame);
    else if (!this.#pause(frame)) this.listeners.onFrame(frame);
  }

  /** Hands on what waits. @param {boolean} pausing whether up to the next pause only */
  #goOn(pausing) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const [first, ...others] = this.#waiting;
    this.#waiting = [];
    this.listeners.onFrame(first);
    for (const frame of others) {
      if (pausing) this.receive(frame);
      else this.listeners.onFrame(frame);
    }
  }

  /** Waits before a message, if somebody sees it and does not mind what moves. @param {Frame} frame */
  #pause(frame) {
    if (frame.type !== "token" || !frame.pause || !frame.text || this.still.matches || document.hidden) return false;
    this.#waiting.push(frame);
    this.#timer = window.setTimeout(() => this.#goOn(true), Math.min(frame.pause * 1000, LONGEST_PAUSE));
    this.listeners.onPause();
    return true;
  }
}
