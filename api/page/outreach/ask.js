/**
 * What messages that come first ask the server.
 *
 * @typedef {"reminder" | "follow_up" | "check_in" | "greeting"} Kind
 * @typedef {{start: string, end: string}} Quiet
 * @typedef {{
 *   on: boolean, kinds: {kind: Kind, agreed: boolean, name: string, explained: string, slower: number}[],
 *   quietHours: Quiet | null, timezone: string, snoozedUntil: string | null, forbidden: string[],
 *   dailyCeiling: number | null, touchesSensitive: boolean, checksInAfterCrisis: boolean,
 * }} Agreed
 * @typedef {{
 *   kinds: Kind[], quietHours: Quiet | null, dailyCeiling: number | null, touchesSensitive: boolean,
 *   checksInAfterCrisis: boolean,
 * }} Agreement
 * @typedef {{
 *   messageId: string, kind: Kind, kindName: string, words: string, memories: {id: string, content: string}[],
 *   gates: {gate: string, words: string}[], lessIsPossible: boolean,
 * }} Why
 * @typedef {{
 *   at: string, again: string[], kindName: string, triggerWords: string, about: string, wouldWrite: boolean,
 *   reason: string | null, words: string,
 * }} Foreseen
 * @typedef {{on: boolean, foreseen: Foreseen[], leftOut: number, words: string}} Ahead
 * @typedef {{id: string, what: string, at: string | null, when: string}} Reminder
 * @typedef {{id: string, event: string, status: string, doNotAsk: boolean, dueFrom: string}} Loop
 * @typedef {{id: string, text: string, state: "waiting" | "used" | "settled" | "over"}} Thought
 * @typedef {{id: string, service: string, showsWords: boolean}} Device
 * @typedef {import("../frames.js").Person & {
 *   country: string | null, region: string | null, ageGroup: "adult" | "minor" | null, ageVouched: boolean,
 * }} Me
 */

import { agentId } from "../cast/room.js";
import { Refused } from "../memory/ask.js";
import { NotSignedIn, Unreachable } from "../session.js";
import { chooseStrings } from "../strings.js";

const ROOT = "/api/companion/outreach";

/** Milliseconds to wait for an answer. */
const PATIENCE = 15_000;

/** What the server has words for comes in the language that the page speaks. */
const LANGUAGE = chooseStrings(navigator.languages).language.slice(0, 2);

/** @param {string} path */
function inRoom(path) {
  const query = new URLSearchParams({ language: LANGUAGE, ...(agentId && { agentId }) });
  return `${path}${path.includes("?") ? "&" : "?"}${query}`;
}

/** @param {string} path @param {{method?: string, body?: object, room?: boolean}} [options] @returns {Promise<any>} */
async function send(path, { method = "GET", body, room = true } = {}) {
  let response;
  try {
    response = await fetch(room ? inRoom(path) : path, {
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
  if (response.status === 204) return null;
  const answer = await response.json().catch((cause) => {
    throw new Unreachable(path, { cause });
  });
  if (response.ok) return answer;
  if (response.status >= 500) throw new Unreachable(`${path}: ${response.status}`);
  throw new Refused(response.status, answer.code ?? "", answer.detail ?? "");
}

/** @param {string} id @param {string} more */
const of = (id, more) => `${ROOT}/messages/${id}/${more}`;

export const ask = {
  /** @returns {Promise<Agreed>} */
  agreed: () => send(ROOT),
  /** @param {Agreement} agreement @returns {Promise<Agreed>} */
  agree: (agreement) => send(ROOT, { method: "PUT", body: agreement }),
  /** @param {"day" | "week"} length @returns {Promise<Agreed>} */
  snooze: (length) => send(`${ROOT}/snooze`, { method: "POST", body: { length } }),
  /** @returns {Promise<Agreed>} */
  wake: () => send(`${ROOT}/snooze`, { method: "DELETE" }),
  /** @param {string} topic @returns {Promise<Agreed>} */
  never: (topic) => send(`${ROOT}/never`, { method: "POST", body: { topic } }),
  /** @param {string} topic @returns {Promise<Agreed>} */
  again: (topic) => send(`${ROOT}/never?topic=${encodeURIComponent(topic)}`, { method: "DELETE" }),
  /** @param {Kind} kind @returns {Promise<Agreed>} */
  asOften: (kind) => send(`${ROOT}/less?kind=${kind}`, { method: "DELETE" }),
  /** @param {string} id @returns {Promise<Why>} */
  why: (id) => send(of(id, "why")),
  /** @param {string} id @returns {Promise<Agreed>} */
  less: (id) => send(of(id, "less"), { method: "POST" }),
  /** @param {string} id @returns {Promise<Agreed>} */
  neverThis: (id) => send(of(id, "never"), { method: "POST" }),
  /** @returns {Promise<Ahead>} */
  ahead: () => send(`${ROOT}/preview`),
  /** @returns {Promise<Reminder[]>} */
  reminders: async () => (await send("/api/companion/reminders")).reminders,
  /** @param {string} id @returns {Promise<null>} */
  dropReminder: (id) => send(`/api/companion/reminders/${id}`, { method: "DELETE" }),
  /** @returns {Promise<Loop[]>} */
  loops: async () => (await send("/api/loops")).loops,
  /** @param {string} id @param {"close" | "hush" | "reopen"} what @returns {Promise<Loop>} */
  loop: (id, what) => send(`/api/loops/${id}/${what}`, { method: "POST" }),
  /** @param {string} id @returns {Promise<null>} */
  dropLoop: (id) => send(`/api/loops/${id}`, { method: "DELETE" }),
  /** @returns {Promise<Thought[]>} */
  thoughts: async () => (await send("/api/thoughts")).thoughts,
  /** @param {string} id @returns {Promise<Thought>} */
  settleThought: (id) => send(`/api/thoughts/${id}/settle`, { method: "POST" }),
  /** @param {string} id @returns {Promise<null>} */
  dropThought: (id) => send(`/api/thoughts/${id}`, { method: "DELETE" }),
  /** @returns {Promise<Me>} */
  me: () => send("/api/me", { room: false }),
  /** @param {Partial<Me>} changes @returns {Promise<Me>} */
  changeMe: (changes) => send("/api/me", { method: "PATCH", body: changes, room: false }),
  /** @returns {Promise<{publicKey: string, devices: Device[]}>} */
  push: () => send("/api/push", { room: false }),
  /** @param {object} device @returns {Promise<Device>} */
  addDevice: (device) => send("/api/push/devices", { method: "POST", body: device, room: false }),
  /** @param {string} id @returns {Promise<null>} */
  dropDevice: (id) => send(`/api/push/devices/${id}`, { method: "DELETE", room: false }),
};
