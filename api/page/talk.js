/** The talk: every message once, in order, and the reply that is coming. */

import { Bubble, piece } from "./bubbles.js";
import { isNewMoment } from "./moments.js";

/** @typedef {import("./frames.js").Message} Message */
/** @typedef {import("./frames.js").Unsent} Unsent */

export class Talk {
  /** @type {Map<string, Bubble>} by message id */
  #known = new Map();
  /** @type {Map<string, Bubble>} by client id */
  #pending = new Map();
  /** @type {Bubble[]} as they stand in the page */
  #order = [];
  /** @type {{messageId: string, bubble: Bubble} | null} */
  #coming = null;

  /**
   * @param {HTMLElement} list
   * @param {{strings: import("./strings.js").Strings, name: () => string, now: () => Date,
   *   onRetry: (clientId: string) => void, onDiscard: (clientId: string) => void,
   *   onLetter: (bubble: Bubble, messageId: string) => void}} options `onLetter`: a message came first
   */
  constructor(list, options) {
    this.list = list;
    this.options = options;
    this.typing = piece("li", "typing");
    this.typing.setAttribute("aria-hidden", "true");
    this.typing.append(piece("i", ""), piece("i", ""), piece("i", ""));
  }

  get isEmpty() {
    return this.#order.length === 0;
  }

  /** The id of the reply that is being written, or null. */
  get comingId() {
    return this.#coming?.messageId ?? null;
  }

  /** @param {string} messageId */
  knows(messageId) {
    return this.#known.has(messageId);
  }

  /** Puts stored messages where they belong; a message that stands already gets its stored words. @param {Message[]} messages */
  merge(messages) {
    for (const message of messages) {
      const standing = this.#known.get(message.id);
      if (standing && this.comingId === message.id) this.#coming = null;
      const bubble = standing ?? this.#bubble(message.role, message.content, message.createdAt, message.kind);
      if (!standing) this.#dress(bubble, message);
      bubble.position = message.position ?? bubble.position;
      if (standing && standing.text !== message.content) standing.write(message.content);
      if (message.role === "assistant") bubble.showEnding(message.ended);
      if (!standing) this.#insert(bubble);
      this.#known.set(message.id, bubble);
    }
  }

  /** A message of this device that is on its way. @param {Unsent} unsent */
  showUnsent(unsent) {
    if (this.#pending.has(unsent.clientId)) return;
    const bubble = this.#bubble("user", unsent.text, unsent.createdAt);
    bubble.pending = true;
    this.#pending.set(unsent.clientId, bubble);
    this.#insert(bubble);
    if (unsent.failed) this.showFailed(unsent.clientId, unsent.failed);
  }

  /** What is unsent waits for the connection, or is on its way. @param {boolean} connected */
  showWaiting(connected) {
    const { strings } = this.options;
    for (const bubble of this.#pending.values()) {
      if (!bubble.failed) bubble.showMark(connected ? strings.sending : strings.waiting);
    }
  }

  /** @param {string} clientId @param {string} reason */
  showFailed(clientId, reason) {
    const bubble = this.#pending.get(clientId);
    if (!bubble) return;
    const { strings, onRetry, onDiscard } = this.options;
    bubble.failed = true;
    bubble.showMark(`${strings.unsent} ${reason} `, [
      { name: strings.again, act: () => onRetry(clientId) },
      { name: strings.discard, act: () => onDiscard(clientId) },
    ]);
  }

  /** @param {string} clientId */
  discard(clientId) {
    const bubble = this.#pending.get(clientId);
    this.#pending.delete(clientId);
    if (bubble) this.#remove(bubble);
  }

  /** The server has a message, of this device or of another. @param {import("./frames.js").Ack} ack */
  acknowledge({ clientId, messageId, text, createdAt }) {
    const pending = clientId ? this.#pending.get(clientId) : undefined;
    if (clientId) this.#pending.delete(clientId);
    if (this.#known.has(messageId)) {
      if (pending) this.#remove(pending);
      return;
    }
    const bubble = pending ?? this.#bubble("user", text, createdAt);
    bubble.pending = false;
    bubble.showMark("");
    this.#known.set(messageId, bubble);
    if (!pending) this.#insert(bubble);
  }

  /** Words of a reply. @param {string} messageId @param {string} text */
  add(messageId, text) {
    if (this.#coming?.messageId !== messageId) {
      if (this.#known.has(messageId)) return;
      this.dropUnfinished();
      const bubble = this.#bubble("assistant", "");
      this.#coming = { messageId, bubble };
      this.#known.set(messageId, bubble);
      this.#insert(bubble);
    }
    this.showTyping(false);
    this.#coming.bubble.add(text);
  }

  /**
   * A reply is said. `text` replaces what was streamed.
   * @param {{messageId: string, text?: string, ended?: string | null, kind?: string}} reply
   * @returns {string} the words that stand now
   */
  finish({ messageId, text, ended, kind }) {
    const standing = this.#known.get(messageId);
    if (standing && this.comingId !== messageId) return "";
    if (!standing && !text) return "";
    const bubble = standing ?? this.#bubble("assistant", "", undefined, kind);
    if (!standing) this.#dress(bubble, { id: messageId, kind });
    bubble.write(text ?? bubble.text);
    bubble.showEnding(ended);
    this.dropUnfinished(messageId);
    this.#coming = null;
    this.#known.set(messageId, bubble);
    if (!standing) this.#insert(bubble);
    this.showTyping(false);
    return bubble.text;
  }

  /** Takes back a reply that will never be finished, unless it is the one named. @param {string} [except] */
  dropUnfinished(except) {
    if (!this.#coming || this.#coming.messageId === except) return;
    this.#known.delete(this.#coming.messageId);
    this.#remove(this.#coming.bubble);
    this.#coming = null;
  }

  /** A line beside the talk, where it stands now. @param {string} words */
  showBeside(words) {
    this.list.insertBefore(piece("li", "beside", words), this.typing.isConnected ? this.typing : null);
  }

  /** @param {boolean} shown */
  showTyping(shown) {
    if (shown) this.list.append(this.typing);
    else this.typing.remove();
  }

  /** Empties the talk, except for what is unsent. */
  clear() {
    const unsent = new Set(this.#pending.values());
    for (const line of this.list.querySelectorAll(".beside")) line.remove();
    for (const bubble of this.#order) if (!unsent.has(bubble)) bubble.element.remove();
    this.#order = this.#order.filter((bubble) => unsent.has(bubble));
    this.#known.clear();
    this.#coming = null;
    this.showTyping(false);
  }

  /** @param {"user" | "assistant"} role @param {string} text @param {string} [createdAt] @param {string} [kind] */
  #bubble(role, text, createdAt, kind) {
    const { strings, name, now } = this.options;
    const speaker = role === "user" ? strings.you : name();
    return new Bubble({ role, kind, text, speaker, createdAt: createdAt ? new Date(createdAt) : now() }, strings);
  }

  /** What came first looks like a letter. @param {Bubble} bubble @param {{id: string, kind?: string}} message */
  #dress(bubble, { id, kind }) {
    if (kind === "proactive") this.options.onLetter(bubble, id);
  }

  /** @param {Bubble} bubble */
  #insert(bubble) {
    let index = this.#order.length;
    if (bubble.position !== null) {
      while (index > 0 && (this.#order[index - 1].position ?? Infinity) > bubble.position) index--;
    } else if (!bubble.pending) {
      while (index > 0 && this.#order[index - 1].pending) index--;
    }
    const next = this.#order[index]?.element ?? (this.typing.isConnected ? this.typing : null);
    this.list.insertBefore(bubble.element, next);
    this.#order.splice(index, 0, bubble);
    this.#refresh(index);
    this.#refresh(index + 1);
  }

  /** @param {Bubble} bubble */
  #remove(bubble) {
    const index = this.#order.indexOf(bubble);
    bubble.element.remove();
    this.#order.splice(index, 1);
    this.#refresh(index);
  }

  /** Sets the time above a message, and whether it goes on from the one before. @param {number} index */
  #refresh(index) {
    const bubble = this.#order[index];
    if (!bubble) return;
    const before = this.#order[index - 1];
    const isNew = isNewMoment(before?.createdAt ?? null, bubble.createdAt);
    bubble.showMoment(isNew, this.options.now());
    bubble.element.classList.toggle("follows", !isNew && before?.role === bubble.role);
  }
}
