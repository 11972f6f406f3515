/** The questions the page asks the server outside the talk. */

import { agentId } from "./cast/room.js";
import { readLanguage } from "./strings.js";

/** Nobody is signed in. */
export class NotSignedIn extends Error {}

/** The server did not answer, or not as agreed. */
export class Unreachable extends Error {}

/** Milliseconds to wait for an answer. */
const PATIENCE = 10_000;

/**
 * @param {string} path
 * @param {{method?: string, body?: unknown}} [options]
 * @returns {Promise<any>} the answer's JSON, or null for an empty one
 */
async function ask(path, { method = "GET", body } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (cause) {
    throw new Unreachable(path, { cause });
  }
  if (response.status === 401 || response.status === 403) throw new NotSignedIn(path);
  if (!response.ok) throw new Unreachable(`${path}: ${response.status}`);
  if (response.status === 204 || response.headers.get("Content-Length") === "0") return null;
  return response.json().catch((cause) => {
    throw new Unreachable(path, { cause });
  });
}

/**
 * Signs in with the key of the owner's link.
 * @param {string} key
 */
export const signIn = (key) => ask("/api/sign-in", { method: "POST", body: { key } });

/** Ends this browser's sign-in; it is woken no longer. @returns {Promise<null>} */
export const signOut = () => ask("/api/sign-out", { method: "POST" });

/** @returns {Promise<import("./frames.js").Person>} */
export const me = () => ask("/api/me");

/** @param {{timezone?: string, language?: string}} changes */
export const changeMe = (changes) => ask("/api/me", { method: "PATCH", body: changes });

/** @returns {Promise<import("./frames.js").Companion>} */
export const companion = () => ask("/api/companion");

/** How the last days went. @param {number} days @returns {Promise<import("./mood/telling.js").Mood>} */
export function mood(days) {
  const query = new URLSearchParams({ days: String(days), language: readLanguage, ...(agentId && { agentId }) });
  return ask(`/api/companion/mood?${query}`);
}

/**
 * A page of the talk, oldest first.
 * @param {{before?: number | null, limit: number}} options
 * @returns {Promise<{messages: import("./frames.js").Message[], earlier: number | null}>}
 */
export function messages({ before, limit }) {
  const query = new URLSearchParams({ limit: String(limit) });
  if (agentId) query.set("agentId", agentId);
  if (before != null) query.set("before", String(before));
  return ask(`/api/messages?${query}`);
}
