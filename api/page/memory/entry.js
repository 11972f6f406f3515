/** One line of what is known: it opens, can be mended, asked about and buried, and says what became of it. */

import { piece } from "../bubbles.js";
import { fill } from "../strings.js";
import { box, button, once } from "./parts.js";
import { counted } from "./words.js";

/** @typedef {import("./parts.js").Shared} Shared */

let entries = 0;

export class Entry {
  /** @param {Shared} shared @param {string} id */
  constructor(shared, id) {
    this.shared = shared;
    this.id = id;
    /** Whether only a trace of it is left, that it was forgotten. */
    this.buried = false;
    this.title = piece("p", "entry-title");
    this.from = piece("p", "entry-from");
    this.toggle = button("entry-toggle", "", () => this.setOpen(this.panel.hidden));
    this.main = box("div", "entry-main", this.title, this.from, this.toggle);
    this.panel = piece("div", "entry-panel");
    this.panel.id = `entry-${++entries}`;
    this.panel.hidden = true;
    this.toggle.setAttribute("aria-controls", this.panel.id);
    this.toggle.setAttribute("aria-expanded", "false");
    this.actions = piece("div", "entry-actions");
    this.before = piece("div", "entry-before");
    this.note = piece("p", "entry-note");
    this.note.hidden = true;
    this.element = box("li", "entry", this.main, this.panel, this.note, this.before);
  }

  /** Fills the panel; called each time it opens. */
  fillPanel() {}

  /** @param {string} text what a screen reader calls it */
  nameToggle(text) {
    this.toggle.setAttribute("aria-label", fill(this.shared.words.open, { what: text }));
  }

  /** @param {boolean} open */
  setOpen(open) {
    this.panel.hidden = !open;
    this.element.classList.toggle("open", open);
    this.toggle.setAttribute("aria-expanded", String(open));
    if (open) this.fillPanel();
  }

  /** A quiet line below, or none. @param {string} text @param {{name: string, work: () => unknown}[]} [ways] */
  showNote(text, ways = []) {
    this.note.replaceChildren(text, ...ways.map(({ name, work }) => button("link", name, work)));
    this.note.hidden = !text;
    if (text) this.shared.say(text);
  }

  /** Does something, and says so when it fails. @param {() => Promise<unknown>} work @returns {Promise<boolean>} */
  async attempt(work) {
    try {
      await work();
      return true;
    } catch (error) {
      this.showNote(this.shared.tell(error));
      if (/** @type {any} */ (error).status === 404 || /** @type {any} */ (error).status === 409) this.shared.changed();
      return false;
    }
  }

  /**
   * Lets the person write what it should say, in its place.
   * @param {{value: string, label: string, limit: number, save: (text: string) => Promise<unknown>}} options
   */
  edit({ value, label, limit, save }) {
    const { words } = this.shared;
    const field = /** @type {HTMLTextAreaElement} */ (piece("textarea", "entry-field"));
    field.value = value;
    field.rows = 1;
    field.maxLength = limit;
    field.setAttribute("aria-label", label);
    const fit = () => {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + 2}px`;
    };
    const keep = /** @type {HTMLButtonElement} */ (piece("button", "solid", words.save));
    keep.type = "submit";
    const form = /** @type {HTMLFormElement} */ (
      box("form", "entry-edit", field, box("div", "entry-actions", keep, button("quiet", words.cancel, () => end())))
    );
    const end = () => {
      form.remove();
      this.element.classList.remove("editing");
      this.toggle.focus();
    };
    field.addEventListener("input", fit);
    field.addEventListener("keydown", (event) => {
      const composing = event.isComposing || event.keyCode === 229;
      if (composing || (event.key !== "Escape" && (event.key !== "Enter" || event.shiftKey))) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") end();
      else form.requestSubmit();
    });
    once(form, "submit", async () => {
      const text = field.value.trim();
      if (!text) return field.focus();
      if (await this.attempt(() => save(text))) end();
    });
    this.showNote("");
    this.element.classList.add("editing");
    this.element.prepend(form);
    fit();
    field.focus();
    field.setSelectionRange(value.length, value.length);
  }

  /**
   * Asks once before something that cannot be undone.
   * @param {{text: string, yes: string, work: () => Promise<unknown>}} question
   */
  confirm({ text, yes, work }) {
    const { words } = this.shared;
    const asked = piece("p", "entry-asked", text);
    asked.id = `${this.panel.id}-asked`;
    const no = button("quiet", words.keep, () => {
      group.replaceWith(this.actions);
      /** @type {HTMLElement | null} */ (this.actions.querySelector(".danger"))?.focus();
    });
    const group = box("div", "entry-ask", asked, box("div", "entry-actions", button("solid danger", yes, () => this.attempt(work)), no));
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", asked.id);
    group.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      no.click();
    });
    this.showNote("");
    this.actions.replaceWith(group);
    no.setAttribute("aria-describedby", asked.id);
    no.focus();
  }

  /**
   * Asks once, and has it forgotten everywhere.
   * @param {string} text
   * @param {() => Promise<import("./ask.js").Forgotten>} request
   */
  forget(text, request) {
    const { words, forgot, changed } = this.shared;
    const work = async () => {
      const gone = await request();
      const talk = gone.messages ? ` ${counted(words.forgottenTalk, gone.messages)}` : "";
      this.bury(words.forgotten + talk);
      forgot(gone);
      await changed();
    };
    this.confirm({ text, yes: words.forgetYes, work });
  }

  /** Leaves only a word in its place, and nothing of what it said. @param {string} text */
  bury(text) {
    this.buried = true;
    const trace = piece("p", "entry-gone", text);
    trace.tabIndex = -1;
    this.element.className = "entry gone";
    this.element.replaceChildren(trace);
    trace.focus();
    this.shared.say(text);
  }
}
