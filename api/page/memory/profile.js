/** The standing profile, MEMORY.md: what the companion has before it in every turn. */

import { piece } from "../bubbles.js";
import { ask } from "./ask.js";
import { box, part, spoken, trouble } from "./parts.js";

export class Profile {
  /** @param {import("./parts.js").Shared} shared */
  constructor(shared) {
    this.shared = shared;
    const { words } = shared;
    this.title = words.inShort;
    const { element, heading } = part("in-short", words.inShort, words.inShortWhat);
    this.element = element;
    this.heading = heading;
    this.lines = piece("div", "in-short");
    element.classList.add("short");
    element.append(this.lines);
  }

  async load() {
    const { words } = this.shared;
    try {
      const { lines } = await ask.profile();
      const sections = /** @type {[string, string][]} */ (Object.entries(words.sections));
      const groups = sections
        .map(([section, title]) => ({ title, texts: lines.filter((line) => line.section === section).map(({ text }) => text) }))
        .filter(({ texts }) => texts.length);
      this.lines.replaceChildren(
        ...(groups.length ? groups.map(group) : [piece("p", "part-empty", words.inShortNone)]),
      );
    } catch (error) {
      this.lines.replaceChildren(trouble(this.shared, error, () => this.load()));
    }
  }
}

/** @param {{title: string, texts: string[]}} group */
function group({ title, texts }) {
  const list = piece("ul", "short-lines");
  list.append(...texts.map((text) => spoken(piece("li", ""), text)));
  return box("div", "short-group", piece("h3", "short-title", title), list);
}
