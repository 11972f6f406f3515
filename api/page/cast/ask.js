/**
 * What the cast asks the server.
 *
 * @typedef {{
 *   slug: string, name: string, tagline: string, origin: "cast" | "imported" | "gone", essence: string | null,
 *   manner: string | null, languages: string[] | null, seed: number,
 *   emotionState: import("../frames.js").EmotionState, metAt: string | null, leftAt: string | null,
 * }} Persona
 * @typedef {Record<string, string> & {interests: string[], examples: {said: string, reply: string}[]}} Side
 * @typedef {{
 *   slug: string, origin: "cast" | "imported", portraits: Record<string, Side> | null,
 *   card: {version: number, texts: Record<string, string>, lorebookEntries: number, remarks: string[]} | null,
 * }} Portrait
 * @typedef {{slug: string, name: string, seed: number, emotionState: import("../frames.js").EmotionState}} Met
 * @typedef {{slug: string, name: string, remarks: string[]}} Brought
 * @typedef {{
 *   stage: keyof import("./english.js").CastWords["stages"], held: boolean, limitedByAge: boolean,
 *   changes: {words: string, at: string}[],
 * }} Relationship
 */

import { Refused } from "../memory/ask.js";
import { NotSignedIn, Unreachable } from "../session.js";
import { readLanguage } from "../strings.js";

const ROOT = "/api/personas";

/** Milliseconds to wait for an answer; a card can be large. */
const PATIENCE = 60_000;

/**
 * @param {string} path
 * @param {{method?: string, body?: BodyInit}} [options]
 * @returns {Promise<any>} the answer's JSON, null for an empty one
 */
async function ask(path, { method = "GET", body } = {}) {
  let response;
  try {
    const headers = body === undefined ? undefined : { "Content-Type": "application/octet-stream" };
    const signal = AbortSignal.timeout(PATIENCE);
    response = await fetch(path, { method, body, headers, credentials: "same-origin", signal });
  } catch (cause) {
    throw new Unreachable(path, { cause });
  }
  if (response.status === 401) throw new NotSignedIn(path);
  if (response.ok) return response.status === 204 ? null : response.json();
  const problem = await response.json().catch(() => ({}));
  if (!problem.code && response.status >= 500) throw new Unreachable(`${path}: ${response.status}`);
  throw new Refused(response.status, problem.code ?? "", problem.detail ?? "");
}

/** @param {string} language as in `strings.language` */
const inLanguage = (language) => `language=${language.slice(0, 2)}`;

/** @param {string} slug @param {string} [more] */
const of = (slug, more = "") => `${ROOT}/${encodeURIComponent(slug)}${more}`;

/** @param {string} slug @param {string} [wish] */
function between(slug, wish = "") {
  const query = new URLSearchParams({ agentId: slug, language: readLanguage });
  return `/api/companion/relationship${wish}?${query}`;
}

/** @param {string} slug @param {"json" | "png"} form @returns {string} where a card can be had */
export const cardAt = (slug, form) => of(slug, `/card?form=${form}`);

export const castAsks = {
  /** @param {string} language @returns {Promise<Persona[]>} */
  everybody: async (language) => (await ask(`${ROOT}?${inLanguage(language)}`)).personas,
  /** @param {string} slug @returns {Promise<Portrait>} */
  portrait: (slug) => ask(of(slug)),
  /** @param {string} slug @param {string} language @returns {Promise<Met>} */
  meet: (slug, language) => ask(of(slug, `/meet?${inLanguage(language)}`), { method: "POST" }),
  /** @param {File} file @returns {Promise<Brought>} */
  bring: (file) => ask(ROOT, { method: "POST", body: file }),
  /** @param {string} slug @returns {Promise<null>} */
  remove: (slug) => ask(of(slug), { method: "DELETE" }),
  /** @param {string} slug @returns {Promise<Relationship>} */
  relationship: (slug) => ask(between(slug)),
  /** @param {string} slug @param {"hold" | "release" | "step-back"} wish @returns {Promise<Relationship>} */
  wish: (slug, wish) => ask(between(slug, `/${wish}`), { method: "POST" }),
};
