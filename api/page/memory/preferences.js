/** Settled preferences: small things the companion keeps to, each under a canonical key. */

import { piece } from "../bubbles.js";
import { ask } from "./ask.js";
import { Entry } from "./entry.js";
import { Listing } from "./listing.js";
import { box, part, button, quoted, spoken, trouble } from "./parts.js";
import { dayText } from "./words.js";

/** @typedef {import("./ask.js").Preference} Preference */
/** @typedef {import("./parts.js").Shared} Shared */

/** Characters of a preference. */
const LONGEST = 200;

export class Preferences {
  /** @param {Shared} shared */
  constructor(shared) {
    this.shared = shared;
    const { words } = shared;
    this.title = words.preferences;
    const { element, heading, count } = part("preferences", words.preferences, words.preferencesWhat);
    this.element = element;
    this.heading = heading;
    this.count = count;
    this.list = new Listing(
      (/** @type {Preference} */ preference) => new PreferenceLine(shared, preference),
      (line, preference) => line.write(preference),
    );
    this.empty = piece("p", "part-empty", words.preferencesNone);
    this.failed = piece("div", "");
    element.append(this.list.element, this.empty, this.failed);
  }

  async load() {
    try {
      const { preferences } = await ask.preferences();
      const holding = preferences.filter(({ supersededAt }) => supersededAt === null);
      this.list.show(holding.sort((one, other) => this.#rank(one) - this.#rank(other)));
      for (const line of this.list.lines) if (!line.buried) line.showBefore(before(line.id, preferences));
      this.count.textContent = String(holding.length || "");
      this.empty.hidden = this.list.lines.length > 0;
      this.failed.replaceChildren();
    } catch (error) {
      this.failed.replaceChildren(trouble(this.shared, error, () => this.load()));
    }
  }

  /** In the order of the words: who somebody is comes first. @param {Preference} preference */
  #rank({ key }) {
    const rank = Object.keys(this.shared.words.keys).indexOf(key);
    return rank < 0 ? 1000 : rank;
  }

  clean() {
    this.list.clean();
  }
}

/** All that gave way to this one, directly or in steps. @param {string} id @param {Preference[]} preferences @returns {Preference[]} */
function before(id, preferences) {
  return preferences
    .filter(({ supersededBy }) => supersededBy === id)
    .flatMap((past) => [past, ...before(past.id, preferences)]);
}

class PreferenceLine extends Entry {
  /** @param {Shared} shared @param {Preference} preference */
  constructor(shared, preference) {
    super(shared, preference.id);
    this.preference = preference;
    const { words } = shared;
    this.actions.append(
      button("quiet", words.correct, () => this.#correct()),
      button("quiet danger", words.forget, () => this.forget(words.forgetAsk, () => ask.forgetPreference(this.id))),
    );
    this.element.classList.add("preference");
    this.why = piece("p", "why-origin");
    this.panel.append(this.why, this.actions);
    this.write(preference);
  }

  get label() {
    const { key } = this.preference;
    const keys = /** @type {Record<string, string>} */ (this.shared.words.keys);
    return keys[key] ?? key.replace(/^.*\./, "").replaceAll("_", " ");
  }

  /** @param {Preference} preference */
  write(preference) {
    const { words, now } = this.shared;
    this.preference = preference;
    this.id = preference.id;
    this.title.replaceChildren(piece("span", "preference-key", this.label), " ", spoken(piece("span", ""), preference.value));
    this.nameToggle(`${this.label}: ${preference.value}`);
    const day = dayText(preference.learnedAt, now(), words, true);
    const said = preference.quote && preference.quote !== preference.value ? [quoted(preference.quote, words), " · "] : [];
    this.why.replaceChildren(...said, day);
  }

  /** @param {Preference[]} past */
  showBefore(past) {
    const { words, now } = this.shared;
    if (!past.length) return this.before.replaceChildren();
    const open = this.before.querySelector("details")?.open ?? false;
    const list = piece("ul", "was-list");
    for (const { value, supersededAt, learnedAt } of past) {
      const day = dayText(supersededAt ?? learnedAt, now(), words, true);
      list.append(box("li", "", spoken(piece("span", ""), value), " ", piece("span", "entry-day", words.until.replace("{day}", day))));
    }
    const fold = /** @type {HTMLDetailsElement} */ (
      box("details", "was", box("summary", "was-title", `${words.earlier} (${past.length})`), list)
    );
    fold.open = open;
    this.before.replaceChildren(fold);
  }

  #correct() {
    const { words } = this.shared;
    const old = this.preference.value;
    this.edit({
      value: old,
      label: `${words.correcting}: ${this.label}`,
      limit: LONGEST,
      save: async (text) => {
        if (text === old) return this.showNote(words.same);
        this.write(await ask.correctPreference(this.id, text));
        this.showNote(words.preferenceTaken, [{ name: words.undo, work: () => this.#undo(old) }]);
        await this.shared.changed();
      },
    });
  }

  /** @param {string} value */
  #undo(value) {
    return this.attempt(async () => {
      this.write(await ask.correctPreference(this.id, value));
      this.showNote(this.shared.words.undone);
      this.toggle.focus();
      await this.shared.changed();
    });
  }
}
