/** Who the companion is, as it is read: its name and voice, its sentences, and the small parts below. */

import { piece } from "../bubbles.js";
import { box, spoken } from "../memory/parts.js";
import { fill } from "../strings.js";
import { PARTS } from "./ask.js";

/**
 * @param {{name: string, voiceId: string | null, personality: import("./ask.js").Personality}} state
 * @param {{
 *   words: import("./english.js").Words, voices: import("./ask.js").Lumi["voices"],
 *   ownWords?: import("./ask.js").Part[], empty: string,
 * }} options `empty` is said where nothing has emerged
 */
export function portrait({ name, voiceId, personality }, { words, voices, ownWords = [], empty }) {
  const voice = voices.find(({ id }) => id === voiceId);
  const spoke = voice ? fill(words.voiceOf, { voice: voice.name }) : words.voiceNone;
  const line = box("p", "becoming-called", `${words.called} `, piece("b", "", name), "  ", piece("span", "becoming-voice", fill(words.voice, { voice: spoke })));
  const essence = personality.essence
    ? spoken(piece("p", "becoming-essence"), personality.essence)
    : piece("p", "becoming-empty", empty);
  const list = piece("dl", "becoming-parts");
  for (const part of PARTS.slice(1)) {
    if (!personality[part]) continue;
    const title = piece("dt", "", words.fields[part]);
    if (ownWords.includes(part)) title.append(" ", piece("span", "becoming-own", words.own));
    list.append(box("div", "", title, spoken(piece("dd", ""), personality[part])));
  }
  const element = box("div", "becoming-portrait", line);
  if (personality.essence) element.append(piece("p", "becoming-carry", words.carry));
  element.append(essence);
  if (ownWords.includes("essence")) essence.append(" ", piece("span", "becoming-own", words.own));
  if (list.childElementCount) element.append(list);
  return element;
}
