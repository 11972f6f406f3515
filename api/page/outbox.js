/** Messages that the server has not acknowledged yet: they outlive a cut, a reload and a closed page. */

/** @typedef {import("./frames.js").Unsent} Unsent */

export class Outbox {
  /**
   * @param {import("./keepsake.js").Keepsake} keepsake
   * @param {string} personId
   */
  constructor(keepsake, personId) {
    this.keepsake = keepsake;
    this.prefix = `outbox.${personId}.`;
    /** @type {Map<string, Unsent>} */
    this.unsent = new Map();
    /** @type {Unsent[]} */
    const kept = keepsake.readAll(this.prefix);
    kept.sort((one, other) => one.createdAt.localeCompare(other.createdAt));
    for (const message of kept) this.unsent.set(message.clientId, message);
  }

  /** @param {string} text @param {Date} now @returns {Unsent} */
  add(text, now) {
    const message = { clientId: newId(), text, createdAt: now.toISOString() };
    this.#keep(message);
    return message;
  }

  /** The server has it. @param {string | null | undefined} clientId */
  settle(clientId) {
    if (!clientId) return;
    this.unsent.delete(clientId);
    this.keepsake.write(this.prefix + clientId, null);
  }

  /** The server refused it. @param {string} clientId @param {string} reason */
  fail(clientId, reason) {
    const message = this.unsent.get(clientId);
    if (message) this.#keep({ ...message, failed: reason });
  }

  /** The person wants it sent again. @param {string} clientId @returns {Unsent | null} */
  retry(clientId) {
    const message = this.unsent.get(clientId);
    if (!message) return null;
    const { failed: _, ...again } = message;
    this.#keep(again);
    return again;
  }

  /** Everything unacknowledged, oldest first. */
  all() {
    return [...this.unsent.values()];
  }

  /** What goes out at each new connection, oldest first. */
  due() {
    return this.all().filter((message) => !message.failed);
  }

  /** @param {Unsent} message */
  #keep(message) {
    this.unsent.set(message.clientId, message);
    this.keepsake.write(this.prefix + message.clientId, message);
  }
}

/** A random id; `crypto.randomUUID` is missing where a page is served without TLS to another machine. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
