/** Paints the orb on a plain 2D canvas, where WebGL2 is missing or was lost: the same light, more simply. */

import { cssOf } from "./colour.js";
import { REACH } from "./shader.js";

/** @typedef {import("./feelings.js").Light} Light */
/** @typedef {import("./colour.js").Oklab} Oklab */

/** How many soft clouds drift inside. */
const CLOUDS = 5;

/** @param {Oklab} colour @param {number} amount @returns {Oklab} */
const lighter = ([l, a, b], amount) => [l + (1 - l) * amount, a * (1 - amount), b * (1 - amount)];

/** @param {Oklab} one @param {Oklab} other @param {number} share @returns {Oklab} */
const between = (one, other, share) =>
  /** @type {Oklab} */ (one.map((part, axis) => part + (other[axis] - part) * share));

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {{draw: (light: Light) => void} | null}
 */
export function createCanvasPainter(canvas) {
  const context = canvas.getContext("2d");
  if (!context) return null;

  /** @param {number} x @param {number} y @param {number} inner @param {number} outer @param {[number, string][]} stops */
  const cloud = (x, y, inner, outer, stops) => {
    const gradient = context.createRadialGradient(x, y, inner, x, y, outer);
    for (const [at, colour] of stops) gradient.addColorStop(at, colour);
    context.fillStyle = gradient;
    context.fillRect(-REACH, -REACH, 2 * REACH, 2 * REACH);
  };

  return {
    draw(light) {
      const scale = canvas.width / (2 * REACH);
      const there = Math.min(1, light.state);
      const size = 0.94 + 0.035 * light.breath - 0.03 * light.energyIn + 0.03 * light.energyOut - 0.06 * (1 - there);
      const bright = (0.55 + 0.45 * there) * (0.85 + 0.15 * light.energyOut);
      context.setTransform(scale, 0, 0, scale, canvas.width / 2, canvas.height / 2);
      context.globalCompositeOperation = "source-over";
      context.clearRect(-REACH, -REACH, 2 * REACH, 2 * REACH);
      cloud(0, 0, size * 0.8, REACH, [
        [0, cssOf(light.colourA, 0.55 * bright)],
        [0.2, cssOf(light.colourB, 0.2 * bright)],
        [0.5, cssOf(light.colourB, 0.055 * bright)],
        [1, cssOf(light.colourB, 0)],
      ]);
      cloud(0, 0, 0, size * 1.03, [
        [0, cssOf(lighter(light.colourA, 0.6))],
        [0.38, cssOf(lighter(light.colourA, 0.2))],
        [0.68, cssOf(between(light.colourA, light.colourB, 0.55))],
        [0.86, cssOf(between(light.colourA, light.colourB, 0.75), 0.85)],
        [1, cssOf(light.colourB, 0)],
      ]);
      context.globalCompositeOperation = "source-atop";
      for (let index = 0; index < CLOUDS; index++) {
        const angle = light.flow * (0.5 + 0.13 * index) + light.seed * (index + 1);
        const away = size * (0.38 + 0.14 * Math.sin(light.flow * 0.7 + index * 2.1));
        const colour = lighter(light.colourA, index % 2 ? 0.2 : 0.6);
        cloud(away * Math.cos(angle), away * Math.sin(angle * 0.8), 0, size * 0.5, [
          [0, cssOf(colour, 0.55 * bright)],
          [1, cssOf(colour, 0)],
        ]);
      }
    },
  };
}
