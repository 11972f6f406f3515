/**
 * What the view asks the server.
 *
 * @typedef {{
 *   id: string, type: string, subtype: string | null, content: string, quote: string, importance: number,
 *   confidence: number, people: string[], origin: "talk" | "correction" | "import" | "reflection",
 *   learnedAt: string,
 *   lastMentionedAt: string, validFrom: string | null, validTo: string | null, validPrecision: string | null,
 *   supersededAt: string | null, supersededBy: string | null, supersededAs?: string | null, pinnedAt: string | null,
 *   sharedAt: string | null,
 *   sourceMessageIds: string[], episodeId: string | null,
 * }} Memory
 * @typedef {{messageId: string, position: number, role: "user" | "assistant", content: string, saidAt: string}} Source
 * @typedef {Memory & {
 *   sources: Source[], knownPeople: {id: string, name: string}[],
 *   episode: {title: string, startedAt: string} | null, successor: Memory | null, predecessors: Memory[],
 * }} ReasonedMemory
 * @typedef {{memories: number, messages: number, people: number, preferences: number}} Forgotten
 * @typedef {{
 *   types: {type: string, current: number, past: number}[], current: number, past: number, pinned: number,
 *   people: number, preferences: number, today: string, learnedToday: number,
 * }} Counts
 * @typedef {{
 *   id: string, name: string, aliases: string[], relationship: string | null, attributes: Record<string, string>,
 *   lastMentionedAt: string, mentionCount: number, merged: {id: string, name: string}[],
 * }} KnownPerson
 * @typedef {{
 *   id: string, key: string, value: string, confidence: number, quote: string, learnedAt: string,
 *   supersededAt: string | null, supersededBy: string | null,
 * }} Preference
 * @typedef {{
 *   id: string, kind: "superseded" | "corrected" | "people_merged", madeAt: string, undoneAt: string | null,
 *   memoryId: string | null, before: string | null, after: string | null,
 * }} Change
 */

import { agentId } from "../cast/room.js";
import { NotSignedIn, Unreachable } from "../session.js";

/** The server understood and says no. */
export class Refused extends Error {
  /** @param {number} status @param {string} code @param {string} detail */
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** Milliseconds to wait for an answer; forgetting searches the whole talk, and a file can be large. */
const PATIENCE = 30_000;

const ROOT = "/api/memories";

/**
 * @param {string} path below the root
 * @param {{method?: string, body?: BodyInit, type?: string}} [options]
 * @returns {Promise<Response>}
 */
async function send(path, { method = "GET", body, type = "application/json" } = {}) {
  let response;
  try {
    const room = agentId ? `${path.includes("?") ? "&" : "?"}agentId=${encodeURIComponent(agentId)}` : "";
    response = await fetch(ROOT + path + room, {
      method,
      body,
      credentials: "same-origin",
      headers: body === undefined ? {} : { "Content-Type": type },
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (cause) {
    throw new Unreachable(path, { cause });
  }
  if (response.status === 401) throw new NotSignedIn(path);
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  if (!problem.code && response.status >= 500) throw new Unreachable(`${path}: ${response.status}`);
  throw new Refused(response.status, problem.code ?? "", problem.detail ?? "");
}

/** @param {Response} response @returns {Promise<any>} */
const json = (response) =>
  response.json().catch((cause) => {
    throw new Unreachable(response.url, { cause });
  });

/** @param {string} path @param {Record<string, string | number | null | undefined>} [query] */
async function read(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value != null && value !== "");
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)]));
  return json(await send(search.size ? `${path}?${search}` : path));
}

/** @param {string} path @param {object} [body] */
const post = async (path, body) =>
  json(await send(path, { method: "POST", body: body && JSON.stringify(body) }));

/** @param {string} path @param {object} body */
const patch = async (path, body) => json(await send(path, { method: "PATCH", body: JSON.stringify(body) }));

export const ask = {
  /** @returns {Promise<Counts>} */
  counts: () => read("/counts"),
  /** @param {Record<string, string | number | null | undefined>} query @returns {Promise<{memories: Memory[], next: string | null}>} */
  memories: (query) => read("", query),
  /** @param {string} id @returns {Promise<ReasonedMemory>} */
  memory: (id) => read(`/${id}`),
  /** @param {string} id @param {string} content @returns {Promise<{memory: Memory, changeId: string | null}>} */
  correct: (id, content) => patch(`/${id}`, { content }),
  /** @param {string} id @param {boolean} pinned @returns {Promise<Memory>} */
  pin: (id, pinned) => post(`/${id}/${pinned ? "pin" : "unpin"}`),
  /** @param {string} id @param {boolean} shared with every companion @returns {Promise<Memory>} */
  share: (id, shared) => post(`/${id}/${shared ? "share" : "unshare"}`),
  /** @param {string} id @returns {Promise<Forgotten>} */
  forget: (id) => post(`/${id}/forget`),
  /** @param {string | null} [cursor] @returns {Promise<{changes: Change[], next: string | null}>} */
  changes: (cursor) => read("/changes", { cursor, limit: 10 }),
  /** @param {string} id @returns {Promise<Change>} */
  undo: (id) => post(`/changes/${id}/undo`),
  /** @returns {Promise<{lines: {section: string, text: string}[], writtenAt: string | null}>} */
  profile: () => read("/profile"),
  /** @returns {Promise<{people: KnownPerson[]}>} */
  people: () => read("/people"),
  /** @param {string} id @param {string} into @returns {Promise<Change>} */
  merge: (id, into) => post(`/people/${id}/merge`, { into }),
  /** @param {string} id @returns {Promise<Change>} */
  part: (id) => post(`/people/${id}/part`),
  /** @param {string} id @returns {Promise<Forgotten>} */
  forgetPerson: (id) => post(`/people/${id}/forget`),
  /** @returns {Promise<{preferences: Preference[]}>} */
  preferences: () => read("/preferences", { state: "all" }),
  /** @param {string} id @param {string} value @returns {Promise<Preference>} */
  correctPreference: (id, value) => patch(`/preferences/${id}`, { value }),
  /** @param {string} id @returns {Promise<Forgotten>} */
  forgetPreference: (id) => post(`/preferences/${id}/forget`),
  /** @returns {Promise<Forgotten>} */
  forgetEverything: () => post("/forget", { everything: "companion" }),
  /** @param {"json" | "markdown"} format @returns {Promise<{file: Blob, name: string}>} */
  async take(format) {
    const response = await send(`/export?format=${format}`);
    const named = /filename="?([^";]+)"?/.exec(response.headers.get("Content-Disposition") ?? "");
    return { file: await response.blob(), name: named?.[1] ?? `memories.${format === "json" ? "json" : "md"}` };
  },
  /** @param {File} file @returns {Promise<{added: number, known: number, rejected: Record<string, number>}>} */
  async bring(file) {
    const isJson = /\.json$/i.test(file.name) || /^\s*\{/.test(await file.slice(0, 100).text());
    const type = isJson ? "application/json" : "text/markdown";
    return json(await send("/import", { method: "POST", body: file, type }));
  },
};
