/** Looking for something: by words, by the day it was learned, or as it was known on a day. */

import { piece } from "../bubbles.js";
import { fill } from "../strings.js";
import { ask } from "./ask.js";
import { MemoryCard } from "./card.js";
import { Listing } from "./listing.js";
import { box, button, part, trouble } from "./parts.js";
import { counted, dateText } from "./words.js";

/** @typedef {import("./ask.js").Memory} Memory */
/** @typedef {import("./parts.js").Shared} Shared */

/** Milliseconds of stillness after which the words are looked for. */
const STILL = 300;

/** How many are shown at once. */
const PAGE = 30;

/** Characters the server takes. */
const LONGEST = 200;

export class Find {
  #timer = 0;
  /** Counts the questions: only the answer to the newest is shown. */
  #asked = 0;
  #today = "";
  #learned = false;
  /** @type {Memory[]} */
  #memories = [];
  /** @type {string | null} */
  #next = null;

  /** @param {Shared} shared @param {(looking: boolean) => void} onLook told whether something is looked for */
  constructor(shared, onLook) {
    this.shared = shared;
    this.onLook = onLook;
    const { words } = shared;
    this.field = field("search", words.search);
    this.field.placeholder = words.search;
    this.field.maxLength = LONGEST;
    this.learned = button("chip", words.today, () => this.#toggleToday());
    this.learned.setAttribute("aria-pressed", "false");
    this.day = field("date", words.asOf);
    const form = box("form", "find", this.field, this.learned, this.#makeDay());
    form.setAttribute("role", "search");
    form.addEventListener("submit", (event) => (event.preventDefault(), this.look()));
    this.field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.look(), STILL);
    });
    this.day.addEventListener("change", () => this.#chooseDay());
    this.form = form;
    this.#makeResults();
  }

  #makeDay() {
    const { words } = this.shared;
    const chip = box("label", "chip find-day", piece("span", "", words.asOf), this.day);
    chip.addEventListener("click", ({ target }) => target !== this.day && this.day.showPicker?.());
    return chip;
  }

  #makeResults() {
    const { words } = this.shared;
    const { element, heading, count } = part("found", "");
    this.results = element;
    this.heading = heading;
    this.count = count;
    this.what = piece("p", "part-what");
    this.empty = piece("p", "part-empty");
    this.more = button("more link", fill(words.more, { count: String(PAGE) }), () => this.#read(true));
    this.list = this.#newList(false);
    this.failed = piece("div", "");
    this.results.append(
      this.what, this.list.element, this.empty, this.more, this.failed, button("quiet back-to-now", words.backToNow, () => this.leave()),
    );
    this.results.hidden = true;
  }

  /** @param {boolean} fixed */
  #newList(fixed) {
    return new Listing(
      (/** @type {Memory} */ memory) => new MemoryCard(this.shared, memory, { showType: true, fixed }),
      (card, memory) => card.write(memory),
    );
  }

  get looking() {
    return Boolean(this.field.value.trim() || this.#learned || this.day.value);
  }

  /** @param {import("./ask.js").Counts} counts */
  know({ today, learnedToday }) {
    this.#today = today;
    this.day.max = today;
    this.learned.textContent = learnedToday ? `${this.shared.words.today} · ${learnedToday}` : this.shared.words.today;
  }

  /** Looks for what is asked now. */
  look() {
    clearTimeout(this.#timer);
    if (!this.looking) return this.#end();
    this.#writeTitle();
    const list = this.#newList(Boolean(this.day.value));
    this.list.element.replaceWith(list.element);
    this.list = list;
    this.results.hidden = false;
    this.onLook(true);
    return this.#read(false);
  }

  /** Reads what is shown once more, after a change. */
  async refresh() {
    if (this.looking && !this.results.hidden) await this.#read(false);
  }

  /** Back to all that is known today. */
  leave() {
    this.field.value = "";
    this.day.value = "";
    this.#showDay();
    this.#setToday(false);
    this.#end();
    this.field.focus({ preventScroll: true });
  }

  #end() {
    this.#asked++;
    this.results.hidden = true;
    this.onLook(false);
  }

  #toggleToday() {
    this.#setToday(!this.#learned);
    this.day.value = "";
    this.#showDay();
    this.look();
  }

  #chooseDay() {
    this.#setToday(false);
    this.#showDay();
    this.look();
  }

  #showDay() {
    this.day.parentElement?.classList.toggle("chosen", Boolean(this.day.value));
  }

  /** @param {boolean} learned */
  #setToday(learned) {
    this.#learned = learned;
    this.learned.setAttribute("aria-pressed", String(learned));
  }

  #writeTitle() {
    const { words } = this.shared;
    const query = this.field.value.trim();
    const day = this.day.value && dateText(this.day.value, words);
    this.heading.textContent = day
      ? fill(words.asOfTitle, { day })
      : this.#learned
        ? words.todayTitle
        : fill(words.foundTitle, { query });
    this.what.textContent = day ? words.asOfWhat : "";
    this.what.hidden = !day;
    this.empty.textContent = query ? words.noneFound : day ? words.noneThen : words.noneToday;
  }

  /** @param {boolean} more */
  async #read(more) {
    const asked = ++this.#asked;
    const { words, say } = this.shared;
    const query = {
      query: this.field.value.trim(),
      learnedOn: this.#learned ? this.#today : "",
      asOf: this.day.value && `${this.day.value}T23:59:59`,
      limit: more ? PAGE : Math.max(PAGE, Math.min(this.list.lines.length, 100)),
      cursor: more ? this.#next : null,
    };
    this.results.ariaBusy = "true";
    try {
      const page = await ask.memories(query);
      if (asked !== this.#asked) return;
      this.#memories = more ? [...this.#memories, ...page.memories] : page.memories;
      this.#next = page.next;
      this.list.show(this.#memories);
      this.empty.hidden = this.list.lines.length > 0;
      this.more.hidden = !page.next;
      this.failed.replaceChildren();
      const count = this.#memories.length;
      this.count.textContent = count ? `${count}${page.next ? "+" : ""}` : "";
      say(page.next ? fill(words.foundMore, { count: String(count) }) : count ? counted(words.found, count) : this.empty.textContent ?? "");
    } catch (error) {
      if (asked !== this.#asked) return;
      this.empty.hidden = this.more.hidden = true;
      this.failed.replaceChildren(trouble(this.shared, error, () => this.#read(more)));
    } finally {
      this.results.ariaBusy = null;
    }
  }
}

/** @param {string} type @param {string} label */
function field(type, label) {
  const element = /** @type {HTMLInputElement} */ (piece("input", `field ${type}`));
  element.type = type;
  element.setAttribute("aria-label", label);
  return element;
}
