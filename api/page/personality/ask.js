/**
 * What the view asks the server.
 *
 * @typedef {"essence" | "tone" | "pace" | "interests" | "manner"} Part
 * @typedef {Record<Part, string> & {language: "en" | "zh"}} Personality
 * @typedef {{
 *   number: number, emerged: boolean, name: string, voiceId: string | null, personality: Personality,
 *   ownWords: Part[], voices: {id: string, name: string}[],
 *   limits: Record<Part | "name" | "nameWide", number>,
 * }} Lumi
 * @typedef {{
 *   number: number, current: boolean, reason: string, reasonWords: string, name: string, voiceId: string | null,
 *   personality: Personality, partsChanged: (Part | "name" | "voice")[], changed: string, why: string,
 *   restoredFrom: number | null, sources: {messageId: string, content: string, saidAt: string}[], at: string,
 * }} Snapshot
 */

import { NotSignedIn, Unreachable } from "../session.js";
import { readLanguage } from "../strings.js";

/** The server understood and says no, in words for the person. */
export class Refused extends Error {}

/** Milliseconds to wait for an answer. */
const PATIENCE = 15_000;

const ROOT = "/api/companion/personality";

/** The parts in the order in which they are shown. @type {Part[]} */
export const PARTS = ["essence", "tone", "pace", "interests", "manner"];

/** @param {string} path @param {{method?: string, body?: object}} [options] @returns {Promise<any>} */
async function send(path, { method = "GET", body } = {}) {
  let response;
  try {
    response = await fetch(`${ROOT}${path}?language=${readLanguage}`, {
      method,
      body: body && JSON.stringify(body),
      credentials: "same-origin",
      headers: body ? { "Content-Type": "application/json" } : {},
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (cause) {
    throw new Unreachable(path, { cause });
  }
  if (response.status === 401) throw new NotSignedIn(path);
  const answer = await response.json().catch((cause) => {
    throw new Unreachable(path, { cause });
  });
  if (response.ok) return answer;
  if (answer.code === "personality_refused" || response.status === 404) throw new Refused(answer.detail);
  throw new Unreachable(`${path}: ${response.status}`);
}

export const ask = {
  /** @returns {Promise<Lumi>} */
  now: () => send(""),
  /** @returns {Promise<Snapshot[]>} */
  history: () => send("/history"),
  /** @param {Record<string, string>} changes @returns {Promise<Lumi>} */
  change: (changes) => send("", { method: "PATCH", body: changes }),
  /** @param {number} number @returns {Promise<Lumi>} */
  restore: (number) => send("/restore", { method: "POST", body: { number } }),
};
