/** With whom the page talks: Lumi at home, or the persona that the address names. */

/** @typedef {import("../frames.js").Frame} Frame */

/** Frames that belong to the talk with one companion; the others are for the person wherever they are. */
const OF_A_TALK = new Set(["ack", "emotion", "token", "done", "proactive", "voice"]);

/** The persona's slug as `/?with=slug` names it, or null at home. @type {string | null} */
export const agentId = new URLSearchParams(location.search).get("with") || null;

/** @param {string | null} slug null is Lumi @returns {string} where the talk is */
export const placeOf = (slug) => (slug ? `/?with=${encodeURIComponent(slug)}` : "/");

/** Whether a frame belongs into this room. @param {Frame} frame */
export const hears = (frame) => !OF_A_TALK.has(frame.type) || addresseeOf(frame) === agentId;

/** Whose talk a frame belongs to; null is Lumi's. @param {Frame} frame @returns {string | null} */
export const addresseeOf = (frame) => /** @type {{agentId?: string | null}} */ (frame).agentId ?? null;

/**
 * What says things in this room: every message carries whom it is for.
 * @template {{send: (frame: object) => boolean}} Speaking
 * @param {Speaking} wire
 * @returns {Speaking}
 */
export function speakingHere(wire) {
  if (!agentId) return wire;
  const send = (/** @type {{type?: string}} */ frame) =>
    wire.send(frame.type === "message" ? { ...frame, agentId } : frame);
  return Object.assign(Object.create(wire), { send });
}

/** What this browser keeps for the room goes under its own name. @param {string} personId */
export const keptFor = (personId) => (agentId ? `${personId}@${agentId}` : personId);
