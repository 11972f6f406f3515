/** The states the companion was in: what changed, why, what it rests on, and the way back to each. */

import { piece } from "../bubbles.js";
import { box, button, quoted, spoken } from "../memory/parts.js";
import { dayText } from "../memory/words.js";
import { fill } from "../strings.js";
import { portrait } from "./portrait.js";

/**
 * @param {import("./ask.js").Snapshot[]} snapshots
 * @param {{
 *   words: import("./english.js").Words, now: () => Date, voices: import("./ask.js").Lumi["voices"],
 *   onRestore: (number: number) => Promise<void>,
 * }} options
 */
export function states(snapshots, options) {
  const list = piece("ol", "entries becoming-states");
  list.append(...snapshots.map((snapshot) => state(snapshot, options)));
  return list;
}

/** @param {import("./ask.js").Snapshot} snapshot @param {Parameters<typeof states>[1]} options */
function state(snapshot, options) {
  const { words, now } = options;
  const day = dayText(snapshot.at, now(), /** @type {any} */ (words), true);
  const number = fill(words.number, { number: String(snapshot.number) });
  const head = box("p", "becoming-when", piece("b", "", number), ` · ${day} · ${snapshot.name}`);
  if (snapshot.current) head.append(" ", piece("span", "becoming-own", words.current));
  const told = [snapshot.reasonWords, snapshot.changed].filter(Boolean).join(/[.!?]$/.test(snapshot.reasonWords) ? " " : "");
  const element = box("li", "entry becoming-state", head, spoken(piece("p", "becoming-told"), told));
  if (snapshot.why) element.append(spoken(piece("p", "becoming-why"), fill(words.why, { why: snapshot.why })));
  const parts = snapshot.partsChanged.map((part) => words.fields[part]);
  if (parts.length && snapshot.reason !== "emerged") {
    const joined = parts.join(words.language === "en" ? ", " : "、");
    element.append(piece("p", "becoming-why", fill(words.different, { parts: joined })));
  }
  element.append(unfolding(snapshot, options));
  return element;
}

/** @param {import("./ask.js").Snapshot} snapshot @param {Parameters<typeof states>[1]} options */
function unfolding(snapshot, options) {
  const { words } = options;
  const panel = piece("div", "entry-panel");
  panel.hidden = true;
  const toggle = button("link", words.look, () => {
    panel.hidden = !panel.hidden;
    if (!panel.childElementCount) panel.append(...inside(snapshot, options));
    tell();
  });
  const tell = () => {
    const what = panel.hidden ? words.look : words.fold;
    toggle.textContent = what;
    toggle.setAttribute("aria-expanded", String(!panel.hidden));
    toggle.setAttribute("aria-label", fill(words.open, { what, number: String(snapshot.number) }));
  };
  tell();
  return box("div", "", toggle, panel);
}

/** @param {import("./ask.js").Snapshot} snapshot @param {Parameters<typeof states>[1]} options @returns {Node[]} */
function inside(snapshot, { words, voices, onRestore }) {
  const shown = [portrait(snapshot, { words, voices, empty: words.empty })];
  if (snapshot.sources.length) {
    const said = snapshot.sources.map(({ content }) => spoken(piece("blockquote", "becoming-said"), quoted(content, words)));
    shown.push(box("div", "becoming-from", piece("p", "becoming-why", words.from), ...said));
  }
  const way = snapshot.current
    ? piece("p", "becoming-why", words.isNow)
    : box("div", "entry-actions", button("quiet", words.bring, () => onRestore(snapshot.number)));
  return [...shown, way];
}
