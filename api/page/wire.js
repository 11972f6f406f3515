/** The one connection: comes back by itself, asks for what it missed, and notices when the other side is gone. */

/** @typedef {import("./frames.js").Frame} Frame */

/** Milliseconds between two heartbeats; proxies and servers close what is silent for longer than a minute. */
const PING_EVERY = 25_000;

/** Milliseconds after a ping in which something must come back. */
const PONG_WITHIN = 10_000;

/** The first and the longest wait before a new try, in milliseconds; each wait doubles and is blurred by chance. */
const FIRST_WAIT = 400;
const LONGEST_WAIT = 20_000;

/** Milliseconds out of sight after which the connection rests: who looks elsewhere is reached by a push. */
const RESTS_AFTER = 120_000;

/** Frames that stand in the numbered stream. An `ack` may be said again for a repeat, under its old number. */
const NUMBERED = new Set(["emotion", "token", "done", "proactive", "notice"]);

export class Wire {
  #socket = /** @type {WebSocket | null} */ (null);
  #tries = 0;
  #retry = 0;
  #heartbeat = 0;
  #deadline = 0;
  #unseen = 0;
  #rests = false;
  #ended = false;

  /**
   * @param {string} url
   * @param {{
   *   onFrame: (frame: Frame) => void,
   *   onOpen: () => void,
   *   onLost: (wasOpen: boolean) => void,
   *   onRestart: () => void,
   * }} listeners `onRestart`: the server's numbers begin anew, so what is shown must be read again
   */
  constructor(url, listeners) {
    this.url = url;
    this.listeners = listeners;
    /** The newest number seen, or null before the first. @type {number | null} */
    this.lastSeq = null;
    this.isOpen = false;
  }

  start() {
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => this.#looked());
    if (document.hidden) this.#looked();
    this.#connect();
  }

  stop() {
    this.#ended = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#unseen);
    this.#socket?.close(1000);
  }

  /** @param {object} frame @returns {boolean} whether it could be handed to the network */
  send(frame) {
    if (!this.isOpen || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #connect() {
    clearTimeout(this.#retry);
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    this.#expectWithin(socket, PONG_WITHIN);
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = (event) => this.#received(socket, event.data);
    socket.onclose = () => this.#lost(socket);
  }

  /** @param {WebSocket} socket */
  #opened(socket) {
    if (socket !== this.#socket) return;
    this.isOpen = true;
    clearTimeout(this.#deadline);
    this.#heartbeat = window.setInterval(() => this.#ping(socket), PING_EVERY);
    if (this.lastSeq !== null) this.send({ type: "resume", after: this.lastSeq });
    this.listeners.onOpen();
  }

  /** @param {WebSocket} socket @param {unknown} data */
  #received(socket, data) {
    if (socket !== this.#socket) return;
    clearTimeout(this.#deadline);
    this.#tries = 0;
    const frame = parse(data);
    if (frame === null) return;
    if (frame.type === "notice" && frame.kind === "welcome") return this.#welcomed(frame);
    const seq = "seq" in frame && frame.type !== "pong" ? frame.seq : undefined;
    if (typeof seq === "number") {
      if (NUMBERED.has(frame.type) && seq <= (this.lastSeq ?? 0)) return;
      this.lastSeq = Math.max(seq, this.lastSeq ?? 0);
    }
    this.listeners.onFrame(frame);
  }

  /** @param {import("./frames.js").Notice} frame */
  #welcomed(frame) {
    const restarted = this.lastSeq !== null && (frame.seq ?? 0) < this.lastSeq;
    if (this.lastSeq === null || restarted) this.lastSeq = frame.seq ?? 0;
    if (restarted) this.listeners.onRestart();
    this.listeners.onFrame(frame);
  }

  /** @param {WebSocket} socket */
  #lost(socket) {
    if (socket !== this.#socket) return;
    const wasOpen = this.isOpen;
    this.isOpen = false;
    this.#socket = null;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#deadline);
    if (this.#ended) return;
    this.listeners.onLost(wasOpen);
    if (this.#rests) return;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#tries++);
    this.#retry = window.setTimeout(() => this.#connect(), wait * (0.5 + Math.random()));
  }

  /** @param {WebSocket} socket */
  #ping(socket) {
    this.send({ type: "ping" });
    this.#expectWithin(socket, PONG_WITHIN);
  }

  /** Gives the socket up when nothing comes. @param {WebSocket} socket @param {number} patience milliseconds */
  #expectWithin(socket, patience) {
    clearTimeout(this.#deadline);
    this.#deadline = window.setTimeout(() => {
      socket.close();
      // A dead network can hold back the close event for minutes.
      this.#lost(socket);
    }, patience);
  }

  /** Whoever looks away long enough is not here any more; whoever looks again is, at once. */
  #looked() {
    clearTimeout(this.#unseen);
    if (document.hidden) this.#unseen = window.setTimeout(() => this.#rest(), RESTS_AFTER);
    else this.#hurry();
  }

  #rest() {
    const socket = this.#socket;
    this.#rests = true;
    clearTimeout(this.#retry);
    socket?.close(1000);
    if (socket) this.#lost(socket);
  }

  /** The network or the reader is back: try, or check, at once. */
  #hurry() {
    if (this.#ended || (this.#rests && document.hidden)) return;
    this.#rests = false;
    if (this.isOpen && this.#socket) this.#ping(this.#socket);
    else if (this.#socket === null) this.#connect();
  }
}

/** @param {unknown} data @returns {Frame | null} */
function parse(data) {
  if (typeof data !== "string") return null;
  try {
    const frame = JSON.parse(data);
    return frame && typeof frame === "object" && typeof frame.type === "string" ? frame : null;
  } catch {
    return null;
  }
}
