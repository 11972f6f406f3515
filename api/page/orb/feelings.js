/** What moves the orb: a feeling, what it hears, what it says; each value on its own spring. */

import { coloursOf } from "./colour.js";
import { Spring } from "./spring.js";

/** @typedef {import("../frames.js").EmotionState} EmotionState */

/**
 * What one picture of the orb is made from.
 * @typedef {{
 *   valence: number, arousal: number, energyIn: number, energyOut: number, state: number, seed: number,
 *   breath: number, flow: number, night: number,
 *   colourA: import("./colour.js").Oklab, colourB: import("./colour.js").Oklab,
 * }} Light
 * `energyIn` rises while the person writes, `energyOut` while words come; both 0 to 1.
 * `state` is 0 away, 1 present, 2 thinking, and anything between. `breath` runs from -1 (out) to 1 (in).
 * `flow` is the orb's own time, which runs faster the more it is stirred. `night` is 1 on a dark page, 0 on a light one.
 */

/** The three ways of being there. */
export const AWAY = 0;
export const PRESENT = 1;
export const THINKING = 2;

/** Breaths a second at rest, and what being stirred adds: 0.1 to 0.2. */
const BREATH = 0.1;
const BREATH_STIRRED = 0.1;

/** Seconds after which an energy that nobody feeds has fallen to a third. */
const ENERGY_IN_FADES = 0.9;
const ENERGY_OUT_FADES = 0.55;

/** How much of it is left to be seen as it becomes another companion. */
const DIMMED = 0.25;

export class Feelings {
  /** @param {number} seed any whole number; the same number always looks the same */
  constructor(seed) {
    this.seed = scatter(seed);
    this.flow = this.seed;
    this.phase = 0;
    this.heard = 0;
    this.said = 0;
    this.valence = new Spring(0, 1.6);
    this.arousal = new Spring(0.2, 1.6);
    this.energyIn = new Spring(0, 0.35);
    this.energyOut = new Spring(0, 0.3);
    this.state = new Spring(AWAY, 1.2);
    this.night = new Spring(0, 0.4);
    const { bright, deep } = coloursOf({ valence: 0, arousal: 0.2, mood: "calm" });
    this.bright = bright.map((part) => new Spring(part, 1.5));
    /** The depth follows the light: a mood is seen to rise from within. */
    this.deep = deep.map((part) => new Spring(part, 2.8));
  }

  /** Becomes another companion: dims, and rises again in that one's own shape. @param {number} seed */
  become(seed) {
    const other = scatter(seed);
    if (other === this.seed) return;
    this.flow += other - this.seed;
    this.seed = other;
    this.state.value = Math.min(this.state.value, DIMMED);
  }

  /** @param {EmotionState} emotion */
  feel(emotion) {
    this.valence.target = emotion.valence;
    this.arousal.target = emotion.arousal;
    const { bright, deep } = coloursOf(emotion);
    bright.forEach((part, axis) => (this.bright[axis].target = part));
    deep.forEach((part, axis) => (this.deep[axis].target = part));
  }

  /** @param {number} amount 0 to 1, added to what is heard */
  hear(amount) {
    this.heard = Math.min(1, this.heard + amount);
  }

  /** @param {number} amount 0 to 1, added to what is said */
  speak(amount) {
    this.said = Math.min(1, this.said + amount);
  }

  /** The voice is heard as loud as this; louder than its words it leads, and they fade meanwhile. @param {number} level 0 to 1 */
  sound(level) {
    this.said = Math.max(this.said, Math.min(1, level));
  }

  /**
   * Moves on by some seconds.
   * @param {number} seconds
   * @param {boolean} still whether only colours may change
   * @returns {Light}
   */
  step(seconds, still) {
    this.heard *= Math.exp(-seconds / ENERGY_IN_FADES);
    this.said *= Math.exp(-seconds / ENERGY_OUT_FADES);
    this.energyIn.target = still ? 0 : this.heard;
    this.energyOut.target = still ? 0 : this.said;
    for (const spring of this.springs()) spring.step(seconds);
    if (!still) this.#live(seconds);
    return this.#light(still);
  }

  /** Whether nothing is on its way any more. */
  get settled() {
    return this.springs().every((spring) => spring.settled);
  }

  /** Whether nothing stirs: the colours stand and nobody speaks or writes. */
  get resting() {
    return this.settled && this.state.target !== THINKING && this.heard + this.said < 0.02;
  }

  springs() {
    const single = [this.valence, this.arousal, this.energyIn, this.energyOut, this.state, this.night];
    return [...single, ...this.bright, ...this.deep];
  }

  /** @param {number} seconds */
  #live(seconds) {
    const stirred = Math.min(1, Math.max(0, this.arousal.value));
    const energy = 0.9 * this.energyOut.value + 0.35 * this.energyIn.value;
    const thinking = Math.max(0, this.state.value - PRESENT);
    this.flow += seconds * (0.16 + 0.34 * stirred + energy + 0.4 * thinking);
    this.phase = (this.phase + seconds * (BREATH + BREATH_STIRRED * stirred)) % 1;
  }

  /** @param {boolean} still @returns {Light} */
  #light(still) {
    return {
      valence: this.valence.value,
      arousal: this.arousal.value,
      energyIn: this.energyIn.value,
      energyOut: this.energyOut.value,
      state: this.state.value,
      seed: this.seed,
      breath: still ? 0 : breathAt(this.phase),
      flow: this.flow,
      night: this.night.value,
      colourA: /** @type {import("./colour.js").Oklab} */ (this.bright.map((spring) => spring.value)),
      colourB: /** @type {import("./colour.js").Oklab} */ (this.deep.map((spring) => spring.value)),
    };
  }
}

/**
 * A breath: in for two fifths of the time, out for three, as sleepers do.
 * @param {number} phase 0 to 1
 */
function breathAt(phase) {
  const part = phase < 0.4 ? phase / 0.4 / 2 : 0.5 + (phase - 0.4) / 0.6 / 2;
  return -Math.cos(2 * Math.PI * part);
}

/**
 * A place between 0 and 64 in the orb's noise, far away for neighbouring seeds.
 * @param {number} seed
 */
function scatter(seed) {
  const mixed = Math.imul((seed ^ (seed >>> 15)) | 1, 0x9e3779b1) >>> 0;
  return (mixed / 2 ** 32) * 64;
}
