/** Paints the orb with WebGL2. */

import { linearOf } from "./colour.js";
import { FRAGMENT, VERTEX } from "./shader.js";

/** @typedef {import("./feelings.js").Light} Light */

/** The plain numbers among the uniforms. */
const NUMBERS = /** @type {const} */ ([
  "valence", "arousal", "energyIn", "energyOut", "state", "seed", "breath", "flow", "night",
]);

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {{draw: (light: Light) => void} | null} null where WebGL2 is missing
 */
export function createWebglPainter(canvas) {
  const gl = canvas.getContext("webgl2", {
    alpha: true, antialias: false, depth: false, stencil: false, powerPreference: "low-power",
  });
  if (!gl) return null;
  const program = link(gl);
  if (!program) return null;
  const at = (/** @type {string} */ name) => gl.getUniformLocation(program, name);
  const places = new Map([...NUMBERS, "colourA", "colourB"].map((name) => [name, at(name)]));
  gl.useProgram(program);
  gl.bindVertexArray(gl.createVertexArray());

  return {
    draw(light) {
      gl.viewport(0, 0, canvas.width, canvas.height);
      for (const name of NUMBERS) gl.uniform1f(places.get(name) ?? null, light[name]);
      gl.uniform3fv(places.get("colourA") ?? null, linearOf(light.colourA));
      gl.uniform3fv(places.get("colourB") ?? null, linearOf(light.colourB));
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    },
  };
}

/** @param {WebGL2RenderingContext} gl */
function link(gl) {
  const program = gl.createProgram();
  for (const [kind, source] of /** @type {const} */ ([
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ])) {
    const shader = gl.createShader(kind);
    if (!program || !shader) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) || gl.isContextLost()) return program;
  for (const shader of gl.getAttachedShaders(program) ?? []) console.error(gl.getShaderInfoLog(shader));
  return null;
}
