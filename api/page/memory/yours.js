/** What the person can do with all of it: take it along, bring some, or have everything forgotten. */

import { piece } from "../bubbles.js";
import { fill } from "../strings.js";
import { Refused, ask } from "./ask.js";
import { box, button, once, part } from "./parts.js";
import { counted } from "./words.js";

/** Bytes of the largest file that is read. */
const LARGEST_FILE = 5 * 1024 * 1024;

export class Yours {
  /** @param {import("./parts.js").Shared} shared @param {() => Promise<void>} onEnded told when everything is forgotten */
  constructor(shared, onEnded) {
    this.shared = shared;
    this.onEnded = onEnded;
    const { words } = shared;
    this.title = words.yours;
    const { element, heading } = part("yours", words.yours);
    this.element = element;
    this.heading = heading;
    this.take = this.#take();
    element.append(box("div", "own", this.take, this.#bring(), this.#end()));
  }

  /** @param {boolean} isNew whether there is nothing yet that could be taken along */
  show(isNew) {
    this.element.hidden = false;
    this.take.hidden = isNew;
  }

  #take() {
    const { words } = this.shared;
    const result = piece("p", "entry-note");
    result.hidden = true;
    const save = (/** @type {"json" | "markdown"} */ format) => async () => {
      try {
        const { file, name } = await ask.take(format);
        download(file, name);
        this.#say(result, words.saved);
      } catch (error) {
        this.#say(result, this.shared.tell(error));
      }
    };
    const ways = box("div", "entry-actions", button("quiet", words.json, save("json")), button("quiet", words.markdown, save("markdown")));
    return box("div", "own-part", piece("h3", "own-title", words.takeTitle), piece("p", "", words.takeWhat), ways, result);
  }

  #bring() {
    const { words } = this.shared;
    const result = piece("p", "entry-note");
    result.hidden = true;
    const file = /** @type {HTMLInputElement} */ (piece("input", ""));
    file.type = "file";
    file.accept = ".json,.md,.markdown,.txt,application/json,text/markdown";
    file.hidden = true;
    file.addEventListener("change", () => this.#read(file, result));
    const choose = button("quiet", words.choose, () => file.click());
    return box("div", "own-part", piece("h3", "own-title", words.bringTitle), piece("p", "", words.bringWhat), box("div", "entry-actions", choose), file, result);
  }

  /** @param {HTMLInputElement} input @param {HTMLElement} result */
  async #read(input, result) {
    const { words } = this.shared;
    const file = input.files?.[0];
    if (!file || input.ariaBusy === "true") return;
    if (file.size > LARGEST_FILE) this.#say(result, words.tooLarge);
    else if (file.size === 0) this.#say(result, words.emptyFile);
    else {
      input.ariaBusy = "true";
      this.#say(result, words.bringing);
      try {
        const { added, known, rejected } = await ask.bring(file);
        const left = Object.values(rejected).reduce((sum, count) => sum + count, 0);
        const parts = [added ? counted(words.brought, added) : words.broughtNone];
        if (known) parts.push(counted(words.broughtKnown, known));
        if (left) parts.push(counted(words.broughtLeft, left));
        this.#say(result, parts.join(" "));
        this.shared.changed();
      } catch (error) {
        const refused = error instanceof Refused && error.status === 400;
        this.#say(result, refused ? `${words.importRefused} ${error.message}` : this.shared.tell(error));
      }
      input.ariaBusy = null;
    }
    input.value = "";
  }

  #end() {
    const { words } = this.shared;
    const result = piece("p", "entry-note");
    result.hidden = true;
    const open = button("quiet danger", words.endOpen, () => {
      result.hidden = true;
      place.replaceChildren(this.#endForm(open, place, result));
      /** @type {HTMLElement | null} */ (place.querySelector("input"))?.focus();
    });
    const place = box("div", "entry-actions", open);
    return box("div", "own-part", piece("h3", "own-title", words.endTitle), piece("p", "", words.endWhat), place, result);
  }

  /** @param {HTMLButtonElement} open @param {HTMLElement} place @param {HTMLElement} result */
  #endForm(open, place, result) {
    const { words } = this.shared;
    const asked = piece("p", "entry-asked", fill(words.endAsk, { phrase: words.endPhrase }));
    asked.id = "memory-end";
    const field = /** @type {HTMLInputElement} */ (piece("input", "field"));
    field.autocomplete = "off";
    field.spellcheck = false;
    field.setAttribute("aria-labelledby", asked.id);
    const yes = /** @type {HTMLButtonElement} */ (piece("button", "solid danger", words.endYes));
    yes.type = "submit";
    yes.disabled = true;
    const isMeant = () => field.value.trim().toLowerCase().replace(/\s+/g, " ") === words.endPhrase;
    field.addEventListener("input", () => (yes.disabled = !isMeant()));
    const end = () => {
      place.replaceChildren(open);
      open.focus();
    };
    const form = box("form", "entry-ask", asked, field, box("div", "entry-actions", yes, button("quiet", words.cancel, end)));
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      end();
    });
    once(form, "submit", async () => {
      if (!isMeant()) return;
      try {
        const gone = await ask.forgetEverything();
        end();
        this.shared.forgot(gone);
        await this.onEnded();
        this.shared.say(words.ended);
      } catch (error) {
        this.#say(result, this.shared.tell(error));
      }
    });
    return form;
  }

  /** @param {HTMLElement} place @param {string} text */
  #say(place, text) {
    place.textContent = text;
    place.hidden = false;
    this.shared.say(text);
  }
}

/** @param {Blob} file @param {string} name */
function download(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
