/** How close the two are: in a word above the talk, and at length when asked; to stay, or to step back. */

import { piece } from "../bubbles.js";
import { box, button } from "../memory/parts.js";
import { localeFor } from "../moments.js";
import { fill } from "../strings.js";
import { castAsks } from "./ask.js";

export class Stage {
  /**
   * @param {{opener: HTMLElement, sheet: HTMLDialogElement}} parts
   * @param {{slug: string, words: import("./words.js").CastWords}} options
   */
  constructor({ opener, sheet }, { slug, words }) {
    this.opener = opener;
    this.sheet = sheet;
    this.slug = slug;
    this.words = words;
    opener.addEventListener("click", () => this.#open());
    sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  }

  /** Reads how things stand; the word stays away when that cannot be had. */
  async read() {
    try {
      this.#show(await castAsks.relationship(this.slug));
    } catch {
      this.opener.hidden = !this.opener.textContent;
    }
  }

  async #open() {
    this.sheet.showModal();
    await this.read();
  }

  /** @param {import("./ask.js").Relationship} relationship */
  #show({ stage, held, limitedByAge, changes }) {
    const { words } = this;
    const name = words.stages[stage];
    this.opener.textContent = name;
    this.opener.setAttribute("aria-label", fill(words.stage, { stage: name }));
    this.opener.hidden = false;
    const title = piece("h2", "sheet-title", name);
    title.id = "stage-title";
    const deeds = box("p", "stage-deeds", this.#wish(held ? "release" : "hold", held ? words.goOn : words.stay));
    if (stage !== "just_met") deeds.append(this.#wish("step-back", words.stepBack));
    const close = button("sheet-close", words.close, () => this.sheet.close());
    this.failed = piece("p", "quiet");
    this.failed.setAttribute("role", "alert");
    this.sheet.replaceChildren(
      title, piece("p", "stage-line", words.stageLines[stage]),
      piece("p", "quiet", held ? words.held : words.stageNote),
      ...(limitedByAge ? [piece("p", "quiet", words.age)] : []),
      deeds, this.failed, ...this.#happened(changes), close,
    );
  }

  /** @param {"hold" | "release" | "step-back"} wish @param {string} text */
  #wish(wish, text) {
    return button("quiet", text, async () => {
      try {
        this.#show(await castAsks.wish(this.slug, wish));
        this.sheet.querySelector("button")?.focus();
      } catch {
        this.failed.textContent = this.words.wrong;
      }
    });
  }

  /** @param {{words: string, at: string}[]} changes */
  #happened(changes) {
    if (!changes.length) return [];
    const day = new Intl.DateTimeFormat(localeFor(this.words), { day: "numeric", month: "long" });
    const list = piece("ul", "stage-changes");
    list.append(...changes.map(({ words, at }) => piece("li", "", `${day.format(new Date(at))} · ${words}`)));
    return [piece("h3", "stage-happened", this.words.happened), list];
  }
}
