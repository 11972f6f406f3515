/** Where a memory comes from: the message it rests on, and the talk around that. */

import { piece } from "../bubbles.js";
import { messages } from "../session.js";
import { fill } from "../strings.js";
import { box, button, spoken } from "./parts.js";
import { dayText, inRow, sureText, whenText } from "./words.js";

/** @typedef {import("./parts.js").Shared} Shared */
/** @typedef {import("./ask.js").ReasonedMemory} ReasonedMemory */

/** How many messages are shown around the one a memory rests on, and how many of them after it. */
const AROUND = 6;
const AFTER = 2;

/** How many of the messages that say the same are shown, the newest ones. */
const MOST_SOURCES = 3;

/** All that is known of where it comes from. @param {ReasonedMemory} memory @param {Shared} shared */
export function whyPieces(memory, shared) {
  const { words, now } = shared;
  const sources = memory.sources.slice(-MOST_SOURCES).map((source) => sourcePiece(source, memory.quote, shared));
  const day = { day: dayText(memory.learnedAt, now(), words) };
  const otherwise = {
    correction: fill(words.youWrote, day), import: fill(words.youBrought, day), talk: words.sourceGone,
    reflection: fill(sources.length ? words.iConcluded : words.iConcludedOnce, day),
  };
  const origin = sources.length && memory.origin === "talk" ? [] : [piece("p", "why-origin", otherwise[memory.origin])];
  // Where messages are kept for a time, the words of the person it rests on stay with it.
  const kept = !sources.length && memory.quote ? [box("div", "why-source", quotePiece(memory.quote, ""))] : [];
  const facts = box("dl", "why-facts");
  const add = (/** @type {string} */ term, /** @type {string} */ text) =>
    text && facts.append(box("div", "why-fact", piece("dt", "", term), spoken(piece("dd", ""), text)));
  add(words.sure, sureText(memory, words));
  add(words.when, whenText(memory, words));
  add(words.about, inRow(memory.knownPeople.map(({ name }) => name), words));
  if (memory.episode?.title) add(words.episode, memory.episode.title);
  return [...origin, ...sources, ...kept, facts];
}

/** @param {import("./ask.js").Source} source @param {string} quote @param {Shared} shared */
function sourcePiece(source, quote, shared) {
  const { words, now } = shared;
  const said = fill(source.role === "user" ? words.youSaid : words.iSaid, { day: dayText(source.saidAt, now(), words) });
  const around = piece("div", "why-talk");
  around.hidden = true;
  const open = button("link", words.seeTalk, async () => {
    if (around.hidden && !around.childElementCount) await showTalk(source, around, shared);
    around.hidden = !around.hidden;
    open.textContent = around.hidden ? words.seeTalk : words.hideTalk;
    open.setAttribute("aria-expanded", String(!around.hidden));
  });
  open.setAttribute("aria-expanded", "false");
  return box("div", "why-source", piece("p", "why-who", said), quotePiece(source.content, quote), open, around);
}

/** The message, with the words marked that say it. @param {string} content @param {string} quote */
function quotePiece(content, quote) {
  const element = spoken(piece("blockquote", "why-quote"), content);
  const at = quote ? content.indexOf(quote) : -1;
  if (at >= 0 && quote.length < content.length) {
    element.replaceChildren(content.slice(0, at), box("mark", "", quote), content.slice(at + quote.length));
  }
  return element;
}

/** @param {import("./ask.js").Source} source @param {HTMLElement} place @param {Shared} shared */
async function showTalk(source, place, shared) {
  const { words, name } = shared;
  try {
    const page = await messages({ before: source.position + AFTER + 1, limit: AROUND });
    const list = box("ol", "why-lines");
    list.setAttribute("aria-label", words.talkAround);
    for (const { id, role, content } of page.messages) {
      const line = box("li", `why-line ${role === "user" ? "yours" : "theirs"}${id === source.messageId ? " this" : ""}`);
      const who = piece("span", "unseen", role === "user" ? words.you : `${name()}: `);
      line.append(who, spoken(piece("span", ""), content));
      list.append(line);
    }
    place.replaceChildren(list);
  } catch (error) {
    place.replaceChildren(piece("p", "", shared.tell(error)));
  }
}
