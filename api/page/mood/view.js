/** The view "How it has been": moods by day, as a picture, in a sentence and as a table. */

import { piece } from "../bubbles.js";
import { box, button } from "../memory/parts.js";
import { NotSignedIn, Unreachable, mood as askMood } from "../session.js";
import { Sheet } from "../sheet.js";
import { fill } from "../strings.js";
import { picture } from "./picture.js";
import { dayName, dayText, labelsText, summary } from "./telling.js";
import { wordsFor } from "./words.js";

/** How many days can be looked at; the first is shown at once. */
const SPANS = /** @type {const} */ ([30, 90]);

/** Pixels: how high the picture is, and from which width it is as high as that. */
const HEIGHT = { most: 300, least: 230, from: 560 };

/** Pixels of the card on each side of the picture. */
const CARD = 19;

export class MoodView extends Sheet {
  /** @type {import("./telling.js").Mood | null} */
  #mood = null;
  #days = /** @type {30 | 90} */ (SPANS[0]);
  #asked = 0;
  #width = 0;

  /**
   * @param {{dialog: HTMLDialogElement, opener: HTMLElement}} parts
   * @param {{strings: import("../strings.js").Strings, name: () => string, onSignedOut: () => void}} options
   */
  constructor(parts, options) {
    super(parts, "#mood");
    this.options = options;
    this.words = wordsFor(options.strings);
  }

  /** Reads the days anew. */
  async read() {
    const asked = ++this.#asked;
    try {
      const mood = await askMood(this.#days);
      if (asked !== this.#asked) return;
      this.#mood = mood;
      this.#show();
    } catch (error) {
      if (error instanceof NotSignedIn) return this.options.onSignedOut();
      if (!(error instanceof Unreachable)) throw error;
      const away = fill(this.words.away, { name: this.options.name() });
      this.body.replaceChildren(box("p", "part-trouble", `${away} `, button("link", this.words.again, () => this.read())));
    }
  }

  build() {
    const { words } = this;
    const name = this.options.name();
    const heading = this.headed(words.title, "mood-title");
    this.spans = piece("div", "mood-spans");
    this.spans.setAttribute("role", "group");
    this.spans.setAttribute("aria-label", words.span);
    this.spans.append(...SPANS.map((days) => this.#spanButton(days)));
    this.body = box("div", "mood-body", piece("p", "part-what", words.reading));
    const top = box("header", "memory-top", piece("i", "memory-light"), heading, piece("p", "memory-intro", fill(words.intro, { name })));
    this.dialog.replaceChildren(
      box("div", "memory-bar", button("back", words.back, () => this.dialog.close())),
      box("div", "memory-frame mood-frame", top, this.spans, this.body),
    );
    new ResizeObserver(() => {
      const width = Math.floor(this.body.clientWidth);
      if (width && width !== this.#width && this.#mood) this.#show();
    }).observe(this.body);
  }

  /** @param {30 | 90} days */
  #spanButton(days) {
    const element = button("mood-span", this.words.spans[days], async () => {
      this.#days = days;
      for (const other of this.spans?.children ?? []) other.setAttribute("aria-pressed", String(other === element));
      await this.read();
    });
    element.setAttribute("aria-pressed", String(days === this.#days));
    return element;
  }

  #show() {
    const { words } = this;
    const mood = this.#mood;
    if (!mood || !this.body) return;
    const known = mood.days.some(({ person, companion }) => person || companion);
    if (!known) return this.body.replaceChildren(piece("p", "mood-nothing", words.nothing));
    const open = this.body.querySelector("details")?.open ?? false;
    this.body.replaceChildren(this.#figure(mood), this.#table(mood, open));
  }

  /** @param {import("./telling.js").Mood} mood */
  #figure(mood) {
    const { words } = this;
    const name = this.options.name();
    const told = summary(mood, name, words);
    const reading = piece("p", "mood-reading", words.touch);
    reading.setAttribute("aria-hidden", "true");
    this.#width = Math.floor(this.body?.clientWidth ?? 0);
    const width = Math.max(280, this.#width - 2 * CARD);
    const drawn = picture({
      days: mood.days, width, words, title: words.picture, told: told.join(" "),
      height: width < HEIGHT.from ? HEIGHT.least : HEIGHT.most,
      dates: this.#dates(mood, width),
      onDay: (index) => (reading.textContent = dayText(mood.days[index], name, words)),
    });
    const key = (/** @type {string} */ whose, /** @type {string} */ text) => box("li", `mood-key ${whose}`, piece("i", ""), text);
    const legend = box("ul", "mood-legend", key("yours", words.you), key("theirs", name));
    legend.setAttribute("aria-hidden", "true");
    const caption = box("figcaption", "mood-told", ...told.map((line) => piece("p", "", line)));
    return box("figure", "mood-figure", box("div", "mood-card", drawn, legend, reading), caption);
  }

  /** @param {import("./telling.js").Mood} mood @param {number} width @returns {[number, string][]} */
  #dates(mood, width) {
    const last = mood.days.length - 1;
    const places = width < HEIGHT.from ? [0, last] : [0, Math.round(last / 3), Math.round((2 * last) / 3), last];
    return places.map((index) => [index, dayName(mood.days[index].day, this.words, { day: "numeric", month: "short" })]);
  }

  /** @param {import("./telling.js").Mood} mood @param {boolean} open */
  #table(mood, open) {
    const { words } = this;
    const { columns } = words;
    const name = this.options.name();
    const head = box("tr", "", ...[columns.day, words.you, name, columns.messages, columns.read].map((text) => {
      const cell = piece("th", "", text);
      cell.setAttribute("scope", "col");
      return cell;
    }));
    const rows = mood.days.filter(({ person, companion }) => person || companion).reverse().map((day) => {
      const first = piece("th", "", dayName(day.day, words, { weekday: "short", day: "numeric", month: "short" }));
      first.setAttribute("scope", "row");
      const cells = [
        day.person ? words.days[day.person.word] : "–",
        day.companion ? words.days[day.companion.word] : "–",
        String(day.person?.messages ?? 0),
        labelsText(day, words) || "–",
      ];
      return box("tr", "", first, ...cells.map((text) => piece("td", "", text)));
    });
    const table = box("table", "mood-table", box("thead", "", head), box("tbody", "", ...rows));
    const details = /** @type {HTMLDetailsElement} */ (box("details", "mood-details", piece("summary", "", words.table), box("div", "mood-scroll", table)));
    details.open = open;
    return details;
  }
}
