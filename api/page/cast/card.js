/** One persona as it stands in the gallery: a light, a name, who this is, and the way to it. */

import { piece } from "../bubbles.js";
import { box, button } from "../memory/parts.js";
import { coloursOf, cssOf } from "../orb/colour.js";
import { fill } from "../strings.js";
import { showPortrait } from "./portrait.js";
import { placeOf } from "./room.js";

/** @typedef {import("./ask.js").Persona} Persona */

/**
 * @param {import("./view.js").Shared} shared
 * @param {Persona} persona
 * @returns {HTMLElement}
 */
export function personaCard(shared, persona) {
  const { words } = shared;
  const { slug, name, tagline, essence, manner, languages, origin } = persona;
  const card = piece("li", "persona");
  card.dataset.slug = slug;
  const title = piece("h3", "persona-name", name);
  title.id = `persona-${slug}`;
  card.setAttribute("aria-labelledby", title.id);
  const head = box("div", "persona-head", title);
  if (shared.isUnread(slug)) head.append(piece("span", "persona-new", words.newWords));
  if (tagline) head.append(piece("p", "persona-tagline", tagline));
  const lines = box("div", "persona-lines");
  if (essence) lines.append(piece("p", "persona-essence", essence));
  if (manner) lines.append(piece("p", "persona-manner", manner));
  if (languages) lines.append(languageLine(languages, words));
  const about = piece("div", "persona-about");
  about.hidden = true;
  card.append(light(persona), head, lines, about, deeds(shared, persona, card, about));
  if (origin === "gone") card.classList.add("is-gone");
  return card;
}

/** A small orb at rest; a canvas for each would be too many. @param {Persona} persona */
function light({ emotionState, seed }) {
  const { bright, deep } = coloursOf(emotionState);
  const orb = piece("i", "persona-light");
  orb.setAttribute("aria-hidden", "true");
  orb.style.setProperty("--bright", cssOf(bright));
  orb.style.setProperty("--deep", cssOf(deep));
  orb.style.setProperty("--turn", `${seed % 360}deg`);
  return orb;
}

/** @param {string[]} languages @param {import("./words.js").CastWords} words */
function languageLine(languages, words) {
  const names = languages.map((language) => words.languages[/** @type {"en" | "zh"} */ (language)] ?? language);
  return piece("p", "persona-languages", names.join(" · "));
}

/**
 * @param {import("./view.js").Shared} shared
 * @param {Persona} persona
 * @param {HTMLElement} card
 * @param {HTMLElement} about
 */
function deeds(shared, persona, card, about) {
  const { words } = shared;
  const { slug, name, origin } = persona;
  const isGone = origin === "gone";
  const talk = /** @type {HTMLAnchorElement} */ (piece("a", isGone ? "quiet way" : "solid way", isGone ? words.read : words.talk));
  talk.href = placeOf(slug);
  talk.setAttribute("aria-label", isGone ? `${words.read}: ${name}` : fill(words.talkWith, { name }));
  if (isGone) return box("p", "persona-deeds", talk);
  const who = button("quiet", words.who, async () => {
    const opens = about.hidden;
    if (opens) await showPortrait(shared, persona, about);
    about.hidden = !opens;
    card.classList.toggle("open", opens);
    who.textContent = opens ? words.less : words.who;
    who.setAttribute("aria-expanded", String(opens));
  });
  who.setAttribute("aria-expanded", "false");
  who.setAttribute("aria-label", fill(words.whoOf, { name }));
  return box("p", "persona-deeds", talk, who);
}
