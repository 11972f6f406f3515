/** Who somebody is, at length; and what can be done with a card. */

import { piece } from "../bubbles.js";
import { box, button } from "../memory/parts.js";
import { fill } from "../strings.js";
import { cardAt, castAsks } from "./ask.js";

/** @typedef {import("./view.js").Shared} Shared */
/** @typedef {import("./ask.js").Persona} Persona */

/**
 * @param {Shared} shared
 * @param {Persona} persona
 * @param {HTMLElement} place
 */
export async function showPortrait(shared, persona, place) {
  try {
    const portrait = await castAsks.portrait(persona.slug);
    place.replaceChildren(...(portrait.portraits ? sides(shared, portrait.portraits) : strangers(shared, portrait)));
    place.append(deeds(shared, persona));
  } catch (error) {
    place.replaceChildren(piece("p", "part-trouble", shared.tell(error)));
  }
}

/** @param {Shared} shared @param {Record<string, import("./ask.js").Side>} portraits */
function sides({ words }, portraits) {
  const side = portraits[words.language.slice(0, 2)] ?? portraits.en;
  const list = piece("dl", "persona-sides");
  for (const [field, title] of Object.entries(words.sides)) {
    const value = side[field];
    const text = Array.isArray(value) ? value.join(words.language === "en" ? ", " : "、") : value;
    list.append(told(title, "", text));
  }
  list.append(told(words.says, "persona-says", side.greeting));
  return [list];
}

/** @param {Shared} shared @param {import("./ask.js").Portrait} portrait */
function strangers({ words }, { card }) {
  const list = piece("dl", "persona-sides");
  for (const [field, text] of Object.entries(card?.texts ?? {})) {
    const title = words.texts[/** @type {keyof typeof words.texts} */ (field)] ?? field;
    list.append(told(title, "persona-told", text));
  }
  if (card?.remarks.length) list.append(told(words.leftOut, "persona-told", ...card.remarks));
  return [piece("p", "persona-stranger", words.stranger), list];
}

/** @param {string} title @param {string} name @param {...string} texts */
const told = (title, name, ...texts) =>
  box("div", "persona-side", piece("dt", "", title), ...texts.map((text) => piece("dd", name, text)));

/** @param {Shared} shared @param {Persona} persona */
function deeds(shared, persona) {
  const { words } = shared;
  const row = box(
    "p", "persona-take", piece("span", "persona-taken", words.take),
    fileLink(words.asPicture, persona.slug, "png"), fileLink(words.asText, persona.slug, "json"),
  );
  if (persona.origin === "imported") row.append(removal(shared, persona));
  return row;
}

/** @param {string} text @param {string} slug @param {"json" | "png"} form */
function fileLink(text, slug, form) {
  const link = /** @type {HTMLAnchorElement} */ (piece("a", "link", text));
  link.href = cardAt(slug, form);
  link.download = `${slug}.${form}`;
  return link;
}

/** Asks once before somebody is let go. @param {Shared} shared @param {Persona} persona */
function removal(shared, { slug, name }) {
  const { words } = shared;
  const asked = piece("span", "persona-asked");
  const first = button("link", words.remove, () => {
    first.hidden = true;
    const no = button("link", words.removeNo, () => {
      asked.replaceChildren();
      first.hidden = false;
      first.focus();
    });
    const yes = button("link danger", words.removeYes, async () => {
      try {
        await castAsks.remove(slug);
        shared.say(fill(words.removed, { name }));
        await shared.changed();
      } catch (error) {
        asked.replaceChildren(shared.tell(error));
      }
    });
    asked.replaceChildren(fill(words.removeAsk, { name }), " ", yes, " ", no);
    no.focus();
  });
  return box("span", "persona-remove", first, asked);
}
