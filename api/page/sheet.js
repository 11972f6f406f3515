/** A view that opens over the talk, is found by an address of its own, and closes back to the talk. */

import { piece } from "./bubbles.js";

/**
 * The views extend it: `build` fills the dialog the first time it opens, `prepare` tidies it each time, and `read`
 * fetches what it shows.
 */
export class Sheet {
  /** What names the dialog and gets the focus; there once it was built. @type {HTMLElement | undefined} */
  heading = undefined;

  /**
   * @param {{dialog: HTMLDialogElement, opener: HTMLElement}} parts
   * @param {string} place where it is found in the address, like "#mood"
   */
  constructor({ dialog, opener }, place) {
    this.dialog = dialog;
    this.opener = opener;
    this.place = place;
    opener.addEventListener("click", () => {
      history.pushState({ sheet: place }, "", place);
      this.follow();
    });
    addEventListener("popstate", () => this.follow());
    dialog.addEventListener("close", () => this.#left());
  }

  /** Shows the view when the address says so, and hides it otherwise. */
  follow() {
    if (location.hash === this.place) this.#open();
    else if (this.dialog.open) this.dialog.close();
  }

  /** Fills the dialog. */
  build() {}

  /** Tidies what the last visit left. */
  prepare() {}

  /** Reads what is shown anew. @returns {Promise<void>} */
  async read() {}

  /** Makes the heading. @param {string} text @param {string} id */
  headed(text, id) {
    const heading = piece("h1", "memory-title", text);
    heading.id = id;
    heading.tabIndex = -1;
    this.heading = heading;
    return heading;
  }

  #open() {
    if (this.dialog.open) return;
    if (!this.heading) this.build();
    this.prepare();
    this.dialog.showModal();
    this.dialog.scrollTop = 0;
    this.heading?.focus({ preventScroll: true });
    this.read();
  }

  /** The dialog is closed: the address says so, and the reader is back where they were. */
  #left() {
    if (location.hash === this.place) {
      if (history.state?.sheet === this.place) history.back();
      else history.replaceState(null, "", location.pathname + location.search);
    }
    this.opener.focus({ preventScroll: true });
  }
}
