/** Bringing a character card from another program. */

import { piece } from "../bubbles.js";
import { box } from "../memory/parts.js";
import { fill } from "../strings.js";
import { castAsks } from "./ask.js";

/** The largest card, in bytes, as the server takes it. */
const LARGEST = 20_000_000;

export class Bring {
  /** @param {import("./view.js").Shared} shared */
  constructor(shared) {
    this.shared = shared;
    const { words } = shared;
    this.field = /** @type {HTMLInputElement} */ (document.createElement("input"));
    this.field.type = "file";
    this.field.className = "unseen";
    this.field.id = "cast-file";
    this.field.accept = ".json,.png,.charx,application/json,image/png";
    this.field.addEventListener("change", () => this.#chosen());
    const label = /** @type {HTMLLabelElement} */ (piece("label", "quiet bring-open", words.bring));
    label.htmlFor = this.field.id;
    this.told = piece("div", "bring-told");
    this.told.setAttribute("role", "status");
    this.element = box("div", "bring", this.field, label, piece("p", "bring-what", words.bringWhat), this.told);
  }

  async #chosen() {
    const { words, tell, changed } = this.shared;
    const file = this.field.files?.[0];
    this.field.value = "";
    if (!file) return;
    if (file.size > LARGEST) return this.#tell(words.tooLarge);
    this.#tell(fill(words.bringing, { name: file.name }));
    try {
      const { name, remarks } = await castAsks.bring(file);
      await changed();
      this.#tell(fill(words.bringDone, { name }), remarks);
    } catch (error) {
      this.#tell(tell(error));
    }
  }

  /** @param {string} text @param {string[]} [remarks] */
  #tell(text, remarks = []) {
    const list = piece("ul", "bring-remarks");
    list.append(...remarks.map((remark) => piece("li", "", remark)));
    this.told.replaceChildren(piece("p", "", text), ...(remarks.length ? [list] : []));
  }
}
