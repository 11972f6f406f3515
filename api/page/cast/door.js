/** Who is in the room: Lumi, or the persona that is met there. */

import { Refused } from "../memory/ask.js";
import { castAsks } from "./ask.js";
import { agentId } from "./room.js";
import { NOBODY } from "./view.js";

/**
 * Who stands before the reader. `gone` is somebody whose talk can only be read.
 * @typedef {import("../frames.js").Companion & {home: string, gone?: boolean}} Host
 */

/**
 * @param {() => Promise<import("../frames.js").Companion>} askCompanion
 * @param {{language: string}} strings
 * @param {import("../keepsake.js").Keepsake} keepsake
 * @returns {Promise<Host>}
 */
export async function whoIsHere(askCompanion, strings, keepsake) {
  const lumi = await askCompanion();
  const home = lumi.name;
  if (!agentId) return { ...lumi, home };
  try {
    const { name, seed, emotionState } = await castAsks.meet(agentId, strings.language);
    return { ...lumi, home, name, seed, emotionState };
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 404) throw error;
  }
  const everybody = await castAsks.everybody(strings.language);
  const gone = everybody.find(({ slug, origin }) => slug === agentId && origin === "gone");
  if (gone) return { ...lumi, home, name: gone.name, seed: gone.seed, emotionState: gone.emotionState, gone: true };
  keepsake.write(NOBODY, agentId.slice(0, 60));
  location.replace("/#cast");
  return new Promise(() => {});
}
