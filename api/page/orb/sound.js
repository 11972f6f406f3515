/** How loud the voice is that is being played. */

/** The loudness of ordinary speech as it is played, root mean square, which is heard as all of it. */
const SPEECH = 0.22;

export class Ear {
  /** @param {AnalyserNode} voice */
  constructor(voice) {
    this.voice = voice;
    this.wave = new Float32Array(voice.fftSize);
  }

  /** @returns {number} 0, silence, to 1 */
  level() {
    this.voice.getFloatTimeDomainData(this.wave);
    let sum = 0;
    for (const value of this.wave) sum += value * value;
    return Math.min(1, Math.sqrt(sum / this.wave.length) / SPEECH);
  }
}
