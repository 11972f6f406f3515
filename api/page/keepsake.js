/** What this browser keeps between visits. Storage can be full or forbidden; then the visit simply forgets. */

const PREFIX = "miolumi.";

export class Keepsake {
  /** @param {Storage | null} storage */
  constructor(storage) {
    this.storage = storage;
  }

  /** @param {string} key @returns {any} what was kept, or null */
  read(key) {
    try {
      return JSON.parse(this.storage?.getItem(PREFIX + key) ?? "null");
    } catch {
      return null;
    }
  }

  /** @param {string} key @param {unknown} value null forgets */
  write(key, value) {
    try {
      if (value === null) this.storage?.removeItem(PREFIX + key);
      else this.storage?.setItem(PREFIX + key, JSON.stringify(value));
    } catch {
      // A full or forbidden storage must never stop the talk.
    }
  }

  /** @param {string} start @returns {any[]} everything kept under keys that begin so */
  readAll(start) {
    try {
      const keys = Object.keys(this.storage ?? {}).filter((key) => key.startsWith(PREFIX + start));
      return keys.map((key) => this.read(key.slice(PREFIX.length))).filter((value) => value !== null);
    } catch {
      return [];
    }
  }

  /** Forgets everything of one person. @param {string} personId */
  forget(personId) {
    try {
      for (const key of Object.keys(this.storage ?? {})) {
        if (key.startsWith(PREFIX) && key.includes(personId)) this.storage?.removeItem(key);
      }
    } catch {
      // What cannot be read was not kept either.
    }
  }
}

/** The browser's own storage, or one that forgets where it is forbidden. */
export function openKeepsake() {
  try {
    return new Keepsake(window.localStorage);
  } catch {
    return new Keepsake(null);
  }
}
