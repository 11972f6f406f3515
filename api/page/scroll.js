/** Where the reader is in the talk: the newest words stay in view unless the reader went up to read. */

/** Pixels from the end within which the reader counts as being at the end. */
const NEAR = 90;

export class Scroll {
  /** Where the view stood when last looked at, and where it stands at the end. */
  #top = 0;
  #room = 0;

  /**
   * @param {HTMLElement} element what scrolls
   * @param {HTMLElement} content what grows in it
   * @param {HTMLButtonElement} newest brings the reader back to the end
   */
  constructor(element, content, newest) {
    this.element = element;
    this.newest = newest;
    this.atEnd = true;
    element.addEventListener("scroll", () => this.#look(), { passive: true });
    newest.addEventListener("click", () => this.toEnd(true));
    const keep = new ResizeObserver(() => (this.atEnd ? this.toEnd() : this.#look()));
    keep.observe(element);
    keep.observe(content);
  }

  /** @param {boolean} [smooth] */
  toEnd(smooth = false) {
    this.atEnd = true;
    this.newest.hidden = true;
    const calm = smooth && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.element.scrollTo({ top: this.element.scrollHeight, behavior: calm ? "smooth" : "instant" });
    this.#remember();
  }

  /** Keeps what is being read where it is while something is put above it. @param {() => void} change */
  holding(change) {
    const below = this.element.scrollHeight - this.element.scrollTop;
    change();
    this.element.scrollTop = this.element.scrollHeight - below;
  }

  #look() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    const room = scrollHeight - clientHeight;
    const isNear = room - scrollTop < NEAR;
    // New words move the end away, and a room that shrinks moves what is seen; otherwise it is the reader who goes up.
    if (isNear || (scrollTop < this.#top && room >= this.#room)) this.atEnd = isNear;
    this.newest.hidden = this.atEnd;
    this.#remember();
  }

  #remember() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    this.#top = scrollTop;
    this.#room = scrollHeight - clientHeight;
  }
}
