/** The gallery of the cast: opens over the talk and leads to the others. */

import { piece } from "../bubbles.js";
import { Refused } from "../memory/ask.js";
import { box, button } from "../memory/parts.js";
import { NotSignedIn, Unreachable } from "../session.js";
import { Sheet } from "../sheet.js";
import { fill } from "../strings.js";
import { castAsks } from "./ask.js";
import { Bring } from "./bring.js";
import { personaCard } from "./card.js";
import { castWords } from "./words.js";

/**
 * What all parts of the gallery share.
 * @typedef {{
 *   words: import("./words.js").CastWords, isUnread: (slug: string) => boolean,
 *   say: (text: string) => void, tell: (error: unknown) => string, changed: () => Promise<void>,
 * }} Shared
 */

/** Under which name the slug of somebody who is not here is kept over a change of place. */
export const NOBODY = "nobody";

export class CastView extends Sheet {
  /** @type {Promise<void> | null} */
  #reading = null;

  /**
   * @param {{dialog: HTMLDialogElement, opener: HTMLElement}} parts
   * @param {{
   *   strings: import("../strings.js").Strings, keepsake: import("../keepsake.js").Keepsake,
   *   isUnread: (slug: string) => boolean, onSignedOut: () => void,
   * }} options
   */
  constructor(parts, options) {
    super(parts, "#cast");
    this.options = options;
    this.words = castWords(options.strings);
    this.heard = piece("p", "unseen");
    this.heard.setAttribute("role", "status");
    /** @type {Shared} */
    this.shared = {
      words: this.words,
      isUnread: options.isUnread,
      say: (text) => (this.heard.textContent = text),
      tell: (error) => this.#tell(error),
      changed: () => this.read(),
    };
  }

  /** Reads anew who is there. @returns {Promise<void>} */
  read() {
    this.#reading ??= this.#read().finally(() => (this.#reading = null));
    return this.#reading;
  }

  async #read() {
    try {
      this.#show(await castAsks.everybody(this.words.language));
      this.failed.replaceChildren();
    } catch (error) {
      const again = button("link", this.words.again, () => this.read());
      this.failed.replaceChildren(box("p", "part-trouble", `${this.#tell(error)} `, again));
    }
    this.waiting.hidden = true;
  }

  prepare() {
    const nobody = this.options.keepsake.read(NOBODY);
    this.options.keepsake.write(NOBODY, null);
    this.note.textContent = nobody ? fill(this.words.nobody, { name: String(nobody) }) : "";
    this.note.hidden = !nobody;
  }

  build() {
    const { words } = this;
    const heading = this.headed(words.title, "cast-title");
    this.note = piece("p", "cast-note");
    this.note.setAttribute("role", "alert");
    this.waiting = piece("p", "part-what", words.reading);
    this.failed = piece("div", "");
    this.groups = piece("div", "cast-groups");
    this.bring = new Bring(this.shared);
    const top = box("header", "memory-top", heading, piece("p", "memory-intro", words.intro), this.note);
    const back = button("back", words.back, () => this.dialog.close());
    this.dialog.replaceChildren(
      box("div", "memory-bar", back),
      box("div", "memory-frame", top, this.waiting, this.failed, this.groups),
      this.heard,
    );
  }

  /** @param {import("./ask.js").Persona[]} everybody */
  #show(everybody) {
    const { words } = this;
    const met = everybody.filter(({ origin, metAt }) => origin === "cast" && metAt);
    const others = everybody.filter(({ origin, metAt }) => origin === "cast" && !metAt);
    const brought = everybody.filter(({ origin }) => origin === "imported");
    const gone = everybody.filter(({ origin }) => origin === "gone");
    const groups = [
      ...(met.length ? [this.#group("met", words.you, met)] : []),
      this.#group("others", words.others, others),
      this.#group("brought", words.brought, brought),
      ...(gone.length ? [this.#group("gone", words.gone, gone)] : []),
    ];
    groups.find(({ dataset }) => dataset.group === "brought")?.append(this.bring.element);
    this.groups.replaceChildren(...groups);
  }

  /** @param {string} id @param {string} title @param {import("./ask.js").Persona[]} personas */
  #group(id, title, personas) {
    const heading = piece("h2", "cast-group-title", title);
    heading.id = `cast-${id}`;
    const list = piece("ul", "personas");
    list.append(...personas.map((persona) => personaCard(this.shared, persona)));
    const group = box("section", "cast-group", heading, ...(personas.length ? [list] : []));
    group.dataset.group = id;
    group.setAttribute("aria-labelledby", heading.id);
    return group;
  }

  /** @param {unknown} error */
  #tell(error) {
    const { words } = this;
    if (error instanceof NotSignedIn) {
      this.options.onSignedOut();
      return words.signedOut;
    }
    if (error instanceof Unreachable) return words.away;
    if (!(error instanceof Refused)) throw error;
    if (error.status === 413) return words.tooLarge;
    return error.code === "card_refused" ? fill(words.refused, { detail: error.message }) : error.message || words.wrong;
  }
}
