/** What is still open and what the companion would bring up next: each can be settled or deleted. */

import { piece } from "../bubbles.js";
import { box, button, part, spoken } from "../memory/parts.js";
import { fill } from "../strings.js";
import { ask } from "./ask.js";
import { whenText } from "./letter.js";

/**
 * @param {import("./ask.js").Loop[]} loops
 * @param {import("./ask.js").Thought[]} thoughts
 * @param {import("./lists.js").Shared & {now: () => Date}} shared
 */
export function mind(loops, thoughts, { words, redo, say, now }) {
  const { element } = part("letters-mind", words.mind, words.mindWhat);
  const waiting = thoughts.filter(({ state }) => state === "waiting");
  const lines = [...loops.map(loopLine), ...waiting.map(thoughtLine)];
  element.append(lines.length ? box("ul", "entries", ...lines) : piece("p", "part-empty", words.mindNone));
  return element;

  /** @param {import("./ask.js").Loop} loop */
  function loopLine({ id, event, status, doNotAsk, dueFrom }) {
    const due = new Date(dueFrom) > now() ? fill(words.askFrom, { when: whenText(dueFrom, words) }) : words.askSoon;
    const state = doNotAsk ? words.hushed : status === "asked" ? words.askedOnce : due;
    const act = (/** @type {"close" | "hush" | "reopen"} */ what) => redo(() => ask.loop(id, what));
    const acts = doNotAsk
      ? [button("quiet", words.unhush, () => act("reopen"))]
      : [button("quiet", words.settle, () => act("close")), button("quiet", words.hush, () => act("hush"))];
    return line(event, state, [...acts, gone(event, () => ask.dropLoop(id))]);
  }

  /** @param {import("./ask.js").Thought} thought */
  function thoughtLine({ id, text }) {
    const settle = button("quiet", words.settle, () => redo(() => ask.settleThought(id)));
    return line(text, words.thought, [settle, gone(text, () => ask.dropThought(id))]);
  }

  /** @param {string} text @param {() => Promise<unknown>} drop */
  function gone(text, drop) {
    return button("quiet", words.delete, async () => {
      await redo(drop);
      say(fill(words.deleted, { text }));
    });
  }
}

/** @param {string} title @param {string} state @param {HTMLElement[]} acts */
function line(title, state, acts) {
  const said = box("div", "", spoken(piece("p", "entry-title"), title), piece("p", "entry-from", state));
  const group = box("div", "letters-acts", ...acts);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", title);
  return box("li", "entry would letters-line", said, group);
}
