/** The colours of the moods, in OKLCH, and the way from one to the next. */

/**
 * @typedef {[lightness: number, a: number, b: number]} Oklab
 * @typedef {{valence: number, arousal: number, bright: Oklab, deep: Oklab}} Anchor
 * @typedef {import("../frames.js").EmotionState} EmotionState
 * @typedef {import("../frames.js").Mood} Mood
 */

/**
 * @param {number} lightness 0 to 1
 * @param {number} chroma
 * @param {number} hue degrees
 * @returns {Oklab}
 */
function oklch(lightness, chroma, hue) {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

/**
 * Where each mood sits between feeling bad and good (valence) and between still and stirred (arousal), with the
 * colour of its light and of its depth.
 * @type {Record<Mood, Anchor>}
 */
const ANCHORS = {
  calm: { valence: 0.05, arousal: 0.2, bright: oklch(0.82, 0.1, 228), deep: oklch(0.5, 0.17, 261) },
  happy: { valence: 0.6, arousal: 0.5, bright: oklch(0.9, 0.13, 86), deep: oklch(0.7, 0.165, 66) },
  sad: { valence: -0.6, arousal: 0.2, bright: oklch(0.74, 0.115, 305), deep: oklch(0.41, 0.165, 290) },
  excited: { valence: 0.7, arousal: 0.9, bright: oklch(0.83, 0.15, 66), deep: oklch(0.64, 0.215, 38) },
};

/** How far one mood's colour reaches into the next; smaller is sharper. */
const REACH = 0.26;

/** The named mood counts as much nearer than its numbers alone say. */
const NAMED = 3;

/** The hue that a mix of opposite colours takes instead of turning grey: the rose of dawn. */
const DAWN = oklch(0, 1, 355);

/**
 * @param {[Oklab, number][]} parts colours with weights that sum to one
 * @returns {Oklab}
 */
function mix(parts) {
  /** @type {Oklab} */
  const sum = [0, 0, 0];
  let chroma = 0;
  for (const [colour, weight] of parts) {
    for (let axis = 0; axis < 3; axis++) sum[axis] += colour[axis] * weight;
    chroma += Math.hypot(colour[1], colour[2]) * weight;
  }
  const lost = 0.5 * (chroma - Math.hypot(sum[1], sum[2]));
  return [sum[0], sum[1] + lost * DAWN[1], sum[2] + lost * DAWN[2]];
}

/**
 * The two colours of a feeling: the light that rises and the depth it rises from.
 * @param {EmotionState} state
 * @returns {{bright: Oklab, deep: Oklab}}
 */
export function coloursOf(state) {
  const weights = Object.entries(ANCHORS).map(([mood, anchor]) => {
    const distance = Math.hypot(state.valence - anchor.valence, state.arousal - anchor.arousal);
    return Math.exp(-0.5 * (distance / REACH) ** 2) * (mood === state.mood ? NAMED : 1) + 1e-9;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const anchors = Object.values(ANCHORS);
  /** @param {"bright" | "deep"} key @returns {[Oklab, number][]} */
  const parts = (key) => anchors.map((anchor, index) => [anchor[key], weights[index] / total]);
  return { bright: mix(parts("bright")), deep: mix(parts("deep")) };
}

/**
 * Linear-light sRGB of an Oklab colour (Björn Ottosson's matrices), cut to what a screen can show.
 * @param {Oklab} colour
 * @returns {[number, number, number]}
 */
export function linearOf([lightness, a, b]) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    Math.max(0, 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    Math.max(0, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    Math.max(0, -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/**
 * The colour as a style sheet writes it.
 * @param {Oklab} colour
 * @param {number} [alpha] 0 to 1
 */
export function cssOf([lightness, a, b], alpha = 1) {
  const [l, x, y] = [lightness, a, b].map((part) => part.toFixed(4));
  return `oklab(${l} ${x} ${y} / ${alpha.toFixed(3)})`;
}
