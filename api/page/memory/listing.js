/** A list of entries that can be shown anew without moving what the reader looks at. */

import { piece } from "../bubbles.js";

/**
 * @template Item
 * @template {import("./entry.js").Entry} Line
 */
export class Listing {
  /** @type {Line[]} */
  lines = [];

  /** @param {(item: Item) => Line} make @param {(line: Line, item: Item) => void} write */
  constructor(make, write) {
    this.make = make;
    this.write = write;
    this.element = piece("ul", "entries");
    this.element.hidden = true;
  }

  /**
   * Shows exactly these. What stands already stays where it is; what was forgotten keeps its trace.
   * @param {(Item & {id: string})[]} items
   */
  show(items) {
    const wanted = new Set(items.map(({ id }) => id));
    for (const line of this.lines) if (!line.buried && !wanted.has(line.id)) line.element.remove();
    this.lines = this.lines.filter((line) => line.buried || wanted.has(line.id));
    /** @type {Element | null} */
    let after = null;
    for (const item of items) {
      let line = this.lines.find(({ id, buried }) => id === item.id && !buried);
      if (line) this.write(line, item);
      else {
        line = this.make(item);
        this.lines.push(line);
        if (after) after.after(line.element);
        else this.element.prepend(line.element);
      }
      after = line.element;
    }
    this.element.hidden = this.lines.length === 0;
  }

  /** Takes the traces of what was forgotten away. */
  clean() {
    for (const line of this.lines) if (line.buried) line.element.remove();
    this.lines = this.lines.filter((line) => !line.buried);
    this.element.hidden = this.lines.length === 0;
  }
}
