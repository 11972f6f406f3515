/** The card with people who help, pinned above the talk: it can be made smaller, never lost. */

import { piece } from "./bubbles.js";

/** @typedef {import("./frames.js").Helpline} Helpline */
/** @typedef {{text?: string, helplines: Helpline[], at: number}} Kept */

/** Milliseconds for which the card stays, also over a reload. */
const STAYS = 48 * 3_600_000;

export class Care {
  /**
   * @param {HTMLElement} card
   * @param {{strings: import("./strings.js").Strings, keepsake: import("./keepsake.js").Keepsake, personId: string}} options
   */
  constructor(card, { strings, keepsake, personId }) {
    this.card = card;
    this.strings = strings;
    this.keepsake = keepsake;
    this.key = `care.${personId}`;
  }

  /** Shows the card again after a reload. @param {number} now milliseconds */
  restore(now) {
    /** @type {Kept | null} */
    const kept = this.keepsake.read(this.key);
    if (kept && now - kept.at < STAYS) this.#draw(kept, true);
    else this.keepsake.write(this.key, null);
  }

  /** @param {import("./frames.js").Notice} notice @param {number} now milliseconds */
  show({ text, helplines = [] }, now) {
    /** @type {Kept} */
    const kept = { text, helplines, at: now };
    this.keepsake.write(this.key, kept);
    this.#draw(kept, false);
  }

  /** @param {Kept} kept @param {boolean} folded */
  #draw({ text, helplines }, folded) {
    const title = piece("h2", "care-title", this.strings.careTitle);
    const toggle = /** @type {HTMLButtonElement} */ (piece("button", "fold link"));
    toggle.type = "button";
    const body = piece("div", "care-body");
    if (text) body.append(piece("p", "care-text", text));
    const list = piece("ul", "helplines");
    list.append(...helplines.map(helplineItem));
    body.append(list);
    const fold = (/** @type {boolean} */ closed) => {
      this.card.classList.toggle("folded", closed);
      toggle.textContent = closed ? this.strings.unfold : this.strings.fold;
      toggle.setAttribute("aria-expanded", String(!closed));
      body.hidden = closed;
    };
    toggle.addEventListener("click", () => fold(!this.card.classList.contains("folded")));
    fold(folded);
    this.card.replaceChildren(title, toggle, body);
    this.card.hidden = false;
  }
}

/** @param {Helpline} helpline */
function helplineItem({ name, reach, number, url, hours }) {
  const item = piece("li", "helpline");
  item.append(piece("span", "helpline-name", name));
  if (number) {
    item.append(link(reach ?? number, `tel:${number.replace(/[^\d+*#]/g, "")}`, "helpline-number"));
  } else if (url && /^https?:\/\//i.test(url)) {
    item.append(link(new URL(url).host, url, "helpline-url"));
  } else if (reach) {
    item.append(piece("span", "helpline-number", reach));
  }
  if (hours) item.append(piece("span", "helpline-hours", hours));
  return item;
}

/** @param {string} text @param {string} address @param {string} name */
function link(text, address, name) {
  const anchor = /** @type {HTMLAnchorElement} */ (piece("a", name, text));
  anchor.href = address;
  if (!address.startsWith("tel:")) {
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
  }
  return anchor;
}
