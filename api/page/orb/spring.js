/** Critically damped springs: every value of the orb glides to where it should be, and never swings past it. */

export class Spring {
  /**
   * @param {number} value where it starts and rests
   * @param {number} settle seconds until about 95 % of a step is done
   */
  constructor(value, settle) {
    this.value = value;
    this.target = value;
    this.velocity = 0;
    /** Natural frequency; a critically damped step is 95 % done after 4.74 / frequency. */
    this.frequency = 4.74 / settle;
  }

  /**
   * Moves on by exact integration, so that any frame rate gives the same path.
   * @param {number} seconds
   */
  step(seconds) {
    const offset = this.value - this.target;
    const push = this.velocity + this.frequency * offset;
    const fade = Math.exp(-this.frequency * seconds);
    this.value = this.target + (offset + push * seconds) * fade;
    this.velocity = (this.velocity - this.frequency * push * seconds) * fade;
    return this.value;
  }

  /** Whether what is left to go can no longer be seen. */
  get settled() {
    return Math.abs(this.value - this.target) < 1e-3 && Math.abs(this.velocity) < 1e-3;
  }
}
