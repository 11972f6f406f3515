/** The orb in the page: a canvas that fills its holder, a painter, and a clock that runs only while it is seen. */

import { createCanvasPainter } from "./canvas.js";
import { Feelings, PRESENT } from "./feelings.js";
import { REACH } from "./shader.js";
import { Ear } from "./sound.js";
import { createWebglPainter } from "./webgl.js";

/** The picture is soft, so more pixels than this on a side show nothing more. */
const MOST_PIXELS = 900;

/** Milliseconds between pictures at rest: a breath needs no more than 30 a second. */
const REST = 1000 / 32;

/** A picture every so many milliseconds is too slow, also for a phone that saves power: fewer pixels are painted then. */
const SLOW = 40;

/** The smallest share of pixels that is still painted on a slow machine. */
const COARSEST = 0.3;

export class Orb {
  #painter;
  #webgl;
  #frame = 0;
  #last = 0;
  #size = 0;
  #detail = 1;
  #pace = 0;
  /** @type {Ear | null} */
  #ear = null;

  /**
   * @param {HTMLElement} holder a square as wide as the orb; the glow reaches beyond it
   * @param {number} seed the same number always looks the same
   */
  constructor(holder, seed) {
    this.feelings = new Feelings(seed);
    this.holder = holder;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.feelings.night.value = this.feelings.night.target = Number(this.dark.matches);
    this.#webgl = true;
    this.#painter = this.#mount();
    this.#watch();
    this.#wake();
  }

  /** @param {import("../frames.js").EmotionState} emotion */
  feel(emotion) {
    this.feelings.feel(emotion);
    this.#wake();
  }

  /** The person writes. @param {number} [amount] */
  hear(amount = 0.3) {
    this.feelings.hear(amount);
    this.#wake();
  }

  /** Words come. @param {number} letters */
  speak(letters) {
    this.feelings.speak(Math.min(0.6, 0.16 + letters * 0.025));
    this.#wake();
  }

  /** Another companion is there; each looks the same for ever. @param {number} seed */
  become(seed) {
    this.feelings.become(seed);
    this.#wake();
  }

  /** Moves with the voice that is played, until it is given null. @param {AnalyserNode | null} voice */
  follow(voice) {
    this.#ear = voice && new Ear(voice);
    this.#wake();
  }

  /** @param {number} state AWAY, PRESENT or THINKING */
  be(state = PRESENT) {
    this.feelings.state.target = state;
    this.#wake();
  }

  #mount() {
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    const painter = (this.#webgl && createWebglPainter(canvas)) || null;
    this.#webgl = painter !== null;
    this.canvas = painter ? canvas : document.createElement("canvas");
    this.holder.replaceChildren(this.canvas);
    this.holder.dataset.painter = painter ? "webgl" : "canvas";
    this.canvas.addEventListener("webglcontextlost", (event) => {
      event.preventDefault();
      this.#swap(false);
      canvas.addEventListener("webglcontextrestored", () => this.#swap(true), { once: true });
    });
    return painter ?? createCanvasPainter(this.canvas);
  }

  /** @param {boolean} webgl */
  #swap(webgl) {
    this.#webgl = webgl;
    this.#painter = this.#mount();
    this.#wake();
  }

  #watch() {
    new ResizeObserver(([entry]) => {
      this.#size = entry.contentRect.width;
      this.#wake();
    }).observe(this.holder);
    this.dark.addEventListener("change", () => {
      this.feelings.night.target = Number(this.dark.matches);
      this.#wake();
    });
    this.still.addEventListener("change", () => this.#wake());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#sleep() : this.#wake()));
  }

  #wake() {
    if (this.#frame || document.hidden) return;
    this.#last = performance.now();
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
  }

  #sleep() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** @param {number} now */
  #tick(now) {
    this.#frame = requestAnimationFrame((next) => this.#tick(next));
    const passed = now - this.#last;
    if (this.#ear) this.feelings.sound(this.#ear.level());
    if (passed < REST && this.feelings.resting) return;
    this.#last = now;
    const standsStill = this.still.matches && this.feelings.settled;
    this.#adapt(passed, standsStill);
    this.#fit();
    this.#painter?.draw(this.feelings.step(Math.min(passed, 50) / 1000, this.still.matches));
    if (standsStill) this.#sleep();
  }

  /**
   * Paints fewer pixels when pictures come slowly; a picture that will stand still is worth all of them.
   * @param {number} passed milliseconds since the last picture
   * @param {boolean} standsStill
   */
  #adapt(passed, standsStill) {
    if (standsStill) this.#detail = 1;
    this.#pace += (Math.min(passed, 100) - this.#pace) * 0.05;
    if (this.#pace < SLOW || this.#detail <= COARSEST) return;
    this.#detail = Math.max(COARSEST, this.#detail * 0.8);
    this.#pace = 0;
  }

  #fit() {
    const wanted = this.#size * REACH * Math.min(devicePixelRatio, 2);
    const pixels = Math.max(16, Math.round(Math.min(wanted, MOST_PIXELS) * this.#detail));
    if (!this.canvas || this.canvas.width === pixels) return;
    this.canvas.width = this.canvas.height = pixels;
  }
}
