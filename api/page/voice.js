/** Says which voice is heard, and how to give a companion without a model a full one. */

import { piece } from "./bubbles.js";
import { fill } from "./strings.js";

/** What is typed in the terminal to start with a key. */
const COMMAND = "GOOGLE_API_KEY=your-key make run";

/** What is typed there to learn why a model does not answer. */
const EXAMINE = "make doctor";

/** The model that answers where no other does. */
const OFFLINE = "miolumi:offline";

/**
 * The voice that spoke a reply.
 * @param {string} model as `provider:model`
 * @param {import("./frames.js").Voice} meant the voice this companion should have
 * @returns {import("./frames.js").Voice}
 */
export function voiceOf(model, meant) {
  if (model !== OFFLINE) return { kind: "model", model };
  return { kind: meant.kind === "offline" ? "offline" : "stand-in", model };
}

/**
 * @param {{line: HTMLElement, sheet: HTMLDialogElement}} parts
 * @param {import("./frames.js").Voice} voice
 * @param {{strings: import("./strings.js").Strings, name: string}} options
 */
export function showVoice({ line, sheet }, voice, { strings, name }) {
  if (voice.kind === "model") {
    line.replaceChildren(fill(strings.modelVoice, { model: (voice.model ?? "").replace(/^.*[:/]/, "") }));
    return;
  }
  const open = /** @type {HTMLButtonElement} */ (piece("button", "link", strings.offlineVoice));
  open.type = "button";
  open.setAttribute("aria-haspopup", "dialog");
  open.addEventListener("click", () => sheet.showModal());
  line.replaceChildren(open);

  const title = piece("h2", "sheet-title", strings.offlineTitle);
  title.id = "voice-title";
  const close = /** @type {HTMLButtonElement} */ (piece("button", "sheet-close", strings.close));
  close.type = "button";
  close.addEventListener("click", () => sheet.close());
  const explained =
    voice.kind === "stand-in"
      ? [piece("p", "", fill(strings.standInWhat, { name })), piece("p", "", strings.standInHow), piece("code", "command", EXAMINE)]
      : [
          piece("p", "", fill(strings.offlineWhat, { name })),
          piece("p", "", fill(strings.offlineHow, { name })),
          piece("code", "command", COMMAND),
          piece("p", "quiet", strings.offlinePrivacy),
        ];
  sheet.replaceChildren(title, ...explained, close);
  sheet.onclick = (event) => event.target === sheet && sheet.close();
}
