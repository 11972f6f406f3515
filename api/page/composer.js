/** Where the person writes. */

/** At most one `typing` frame in so many milliseconds. */
const TYPING_EVERY = 1000;

/** Milliseconds of stillness after which the draft is kept. */
const DRAFT_AFTER = 300;

export class Composer {
  #composing = false;
  #typedAt = 0;
  #draft = 0;

  /**
   * @param {{form: HTMLFormElement, field: HTMLTextAreaElement, send: HTMLButtonElement, stop: HTMLButtonElement}} parts
   * @param {{
   *   onSend: (text: string) => void, onStop: () => void, onTyping: () => void, onTouch: () => void,
   *   draft: string, keepDraft: (text: string) => void,
   * }} options `onTouch` at every change, `onTyping` at most once a second and only while there are words
   */
  constructor(parts, options) {
    this.form = parts.form;
    this.field = parts.field;
    this.sendButton = parts.send;
    this.stopButton = parts.stop;
    this.options = options;
    this.busy = false;
    this.field.value = options.draft;
    this.#listen();
    this.#fit();
  }

  /** Whether a reply is coming that can be stopped. @param {boolean} busy */
  setBusy(busy) {
    this.busy = busy;
    this.#chooseButton();
  }

  /** Puts the cursor here, unless that would raise a keyboard over the talk. */
  focus() {
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) this.field.focus({ preventScroll: true });
  }

  #listen() {
    this.field.addEventListener("compositionstart", () => (this.#composing = true));
    this.field.addEventListener("compositionend", () => (this.#composing = false));
    this.field.addEventListener("input", () => this.#changed());
    this.field.addEventListener("keydown", (event) => this.#pressed(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.stopButton.addEventListener("click", () => {
      this.options.onStop();
      this.field.focus();
    });
    addEventListener("pagehide", () => this.options.keepDraft(this.field.value));
    addEventListener("resize", () => this.#fit());
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key === "Escape" && this.busy && !this.#isComposing(event)) return this.options.onStop();
    if (event.key !== "Enter" || event.shiftKey || this.#isComposing(event)) return;
    event.preventDefault();
    this.#send();
  }

  /** Whether the key belongs to an input method: 229 is what Safari says for the Enter that ends it. @param {KeyboardEvent} event */
  #isComposing(event) {
    return event.isComposing || this.#composing || event.keyCode === 229;
  }

  #changed() {
    this.#fit();
    this.options.onTouch();
    clearTimeout(this.#draft);
    this.#draft = window.setTimeout(() => this.options.keepDraft(this.field.value), DRAFT_AFTER);
    const now = performance.now();
    if (!this.field.value.trim() || now - this.#typedAt < TYPING_EVERY) return;
    this.#typedAt = now;
    this.options.onTyping();
  }

  #send() {
    const text = this.field.value.trim();
    this.field.focus();
    if (!text) return;
    this.field.value = "";
    this.#typedAt = 0;
    clearTimeout(this.#draft);
    this.options.keepDraft("");
    this.#fit();
    this.options.onSend(text);
  }

  #fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
    this.#chooseButton();
  }

  #chooseButton() {
    const empty = !this.field.value.trim();
    const canStop = this.busy && empty;
    if (!canStop && document.activeElement === this.stopButton) this.field.focus();
    this.stopButton.hidden = !canStop;
    this.sendButton.hidden = canStop;
    this.sendButton.classList.toggle("ready", !empty);
  }
}
