/** The view "What I know about you": opens over the talk, reads what is remembered, and closes back to the talk. */

import { piece } from "../bubbles.js";
import { NotSignedIn, Unreachable } from "../session.js";
import { Sheet } from "../sheet.js";
import { Refused, ask } from "./ask.js";
import { Changes } from "./changes.js";
import { Find } from "./find.js";
import { Kind } from "./kind.js";
import { box, button, goTo, trouble } from "./parts.js";
import { People } from "./people.js";
import { Preferences } from "./preferences.js";
import { Profile } from "./profile.js";
import { wordsFor } from "./words.js";
import { Yours } from "./yours.js";

export class MemoryView extends Sheet {
  /** Whether something could not be read because the server was away. */
  #missed = false;
  /** What is being read, and whether it must be read once more after that. @type {Promise<void> | null} */
  #reading = null;
  #again = false;

  /**
   * @param {{dialog: HTMLDialogElement, opener: HTMLElement}} parts
   * @param {{
   *   strings: import("../strings.js").Strings, now: () => Date, name: () => string,
   *   onForgotten: () => void, onSignedOut: () => void,
   * }} options `onForgotten`: words of the talk may have changed
   */
  constructor(parts, options) {
    super(parts, "#memory");
    this.options = options;
    this.words = wordsFor(options.strings);
    this.heard = piece("p", "unseen");
    this.heard.setAttribute("role", "status");
    /** @type {import("./parts.js").Shared} */
    this.shared = {
      words: this.words,
      now: options.now,
      name: options.name,
      say: (text) => (this.heard.textContent = text),
      tell: (error) => this.#tell(error),
      changed: () => this.read(),
      forgot: () => options.onForgotten(),
    };
  }

  /** The server can be reached again. */
  reconnect() {
    if (this.#missed && this.dialog.open) this.read();
  }

  /** Reads everything that is shown anew; what changed meanwhile is read after that. @returns {Promise<void>} */
  read() {
    this.#again = true;
    this.#reading ??= this.#readAll().finally(() => (this.#reading = null));
    return this.#reading;
  }

  async #readAll() {
    while (this.#again) {
      this.#again = false;
      await this.#readOnce();
    }
  }

  async #readOnce() {
    this.#missed = false;
    try {
      const counts = await ask.counts();
      this.failed.replaceChildren();
      await this.#show(counts);
    } catch (error) {
      this.failed.replaceChildren(trouble(this.shared, error, () => this.read()));
    }
    this.waiting.hidden = true;
  }

  prepare() {
    for (const place of [...this.kinds, this.people, this.preferences]) place.clean();
  }

  build() {
    const { words, shared } = this;
    const heading = this.headed(words.title, "memory-title");
    this.intro = piece("p", "memory-intro", words.intro);
    this.waiting = piece("p", "part-what", words.reading);
    this.failed = piece("div", "");
    this.profile = new Profile(shared);
    this.kinds = Object.keys(words.types).map((type) => new Kind(shared, type));
    this.people = new People(shared);
    this.preferences = new Preferences(shared);
    this.changes = new Changes(shared);
    this.yours = new Yours(shared, async () => {
      this.prepare();
      await this.read();
      heading.focus();
    });
    this.places = [this.profile, ...this.kinds, this.people, this.preferences, this.changes, this.yours];
    for (const { element } of this.places) element.hidden = true;
    this.all = box("div", "memory-all", ...this.places.map(({ element }) => element));
    this.find = new Find(shared, (looking) => this.all.classList.toggle("apart", looking));
    this.nav = piece("nav", "memory-nav");
    this.nav.setAttribute("aria-label", words.places);
    const back = button("back", words.back, () => this.dialog.close());
    const top = box("header", "memory-top", piece("i", "memory-light"), heading, this.intro);
    this.body = box("div", "memory-body", this.waiting, this.failed, this.find.form, this.find.results, this.all);
    this.dialog.replaceChildren(
      box("div", "memory-bar", back), box("div", "memory-frame", top, this.nav, this.body), this.heard,
    );
  }

  /** @param {import("./ask.js").Counts} counts */
  async #show(counts) {
    const { words } = this;
    const isNew = !counts.current && !counts.past && !counts.people && !counts.preferences;
    this.dialog.classList.toggle("nothing", isNew);
    if (this.heading) this.heading.textContent = isNew ? words.nothingTitle : words.title;
    this.intro.textContent = isNew ? words.nothingText : words.intro;
    this.find.form.hidden = isNew;
    this.find.know(counts);
    this.profile.element.hidden = isNew;
    this.people.element.hidden = isNew;
    this.preferences.element.hidden = isNew;
    this.changes.element.hidden = isNew;
    this.yours.show(isNew);
    const of = new Map(counts.types.map((count) => [count.type, count]));
    const none = { current: 0, past: 0 };
    await Promise.all([
      ...this.kinds.map((kind) => {
        const count = of.get(kind.type) ?? none;
        if (count.current || count.past) kind.element.hidden = false;
        return kind.load(count);
      }),
      ...(isNew ? [] : [this.profile.load(), this.people.load(), this.preferences.load(), this.changes.load(), this.find.refresh()]),
    ]);
    this.#showPlaces();
  }

  #showPlaces() {
    const links = this.places
      .filter(({ element }) => !element.hidden)
      .map((place) => {
        const link = button("place", place.title, () => {
          if (!this.find.results.hidden) this.find.leave();
          goTo(place.heading);
        });
        const count = "count" in place ? place.count.textContent : "";
        if (count) link.append(" ", piece("span", "place-count", count));
        return link;
      });
    const key = links.map(({ textContent }) => textContent).join();
    if (this.nav.dataset.shown !== key) this.nav.replaceChildren(...links);
    this.nav.dataset.shown = key;
  }

  /** @param {unknown} error */
  #tell(error) {
    const { words } = this;
    if (error instanceof NotSignedIn) {
      this.options.onSignedOut();
      return words.signedOut;
    }
    if (error instanceof Unreachable) {
      this.#missed = true;
      return words.away;
    }
    if (!(error instanceof Refused)) throw error;
    if (error.code === "database_away") this.#missed = true;
    const told = { 404: words.gone, 409: words.outdated, 413: words.tooLarge, 503: words.busy };
    return told[/** @type {keyof typeof told} */ (error.status)] ?? words.wrong;
  }
}
