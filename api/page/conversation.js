/** Brings each frame to where it is shown, and the person's words to the wire. */

import { piece } from "./bubbles.js";
import { atHome } from "./personality/home.js";

/** @typedef {import("./frames.js").Frame} Frame */

/** Milliseconds after which a reply that was owed is no longer waited for. */
const OWED_FOR = 120_000;

/** How many finished replies stay where a screen reader hears them. */
const HEARD = 3;

/** The notices that are a line beside the talk. */
const BESIDE = new Set(["disclosure", "break", "use"]);

export class Conversation {
  /** Whether a message still waits for its reply. */
  #owed = false;
  #owedTimer = 0;
  /** Whether the first reply may have begun before this page could hear it. */
  #midway = true;
  #connected = false;

  /**
   * @param {{
   *   wire: import("./wire.js").Wire, talk: import("./talk.js").Talk, history: import("./history.js").History,
   *   outbox: import("./outbox.js").Outbox, presence: import("./presence.js").Presence,
   *   care: import("./care.js").Care, scroll: import("./scroll.js").Scroll,
   *   composer: import("./composer.js").Composer, heard: HTMLElement, trouble: HTMLElement,
   *   strings: import("./strings.js").Strings, now: () => Date,
   *   showVoice: (voice: import("./frames.js").Voice) => void, showSpeaker: (model: string) => void,
   * }} parts
   */
  constructor(parts) {
    this.parts = parts;
    for (const unsent of parts.outbox.all()) parts.talk.showUnsent(unsent);
  }

  /** @param {Frame} frame an unknown kind is left alone */
  receive(frame) {
    switch (frame.type) {
      case "ack": return this.#acknowledged(frame);
      case "emotion": return this.parts.presence.feel(frame.state);
      case "token": return this.#token(frame);
      case "done": return this.#done(frame);
      case "proactive": return this.#done({ ...frame, kind: "proactive" });
      case "notice": return this.#noticed(frame);
      case "error": return this.#failed(frame);
    }
  }

  /** @param {boolean} connected */
  connect(connected) {
    const { outbox, talk, wire } = this.parts;
    this.#connected = connected;
    if (connected) for (const { clientId, text } of outbox.due()) wire.send({ type: "message", text, clientId });
    talk.showWaiting(connected);
    this.#showDoing();
  }

  /** @param {string} text */
  say(text) {
    const unsent = this.parts.outbox.add(text, this.parts.now());
    this.parts.talk.showUnsent(unsent);
    this.#send(unsent);
    this.parts.presence.orb?.hear(1);
    this.parts.scroll.toEnd(true);
    this.#showTrouble("");
    this.#showScene();
  }

  /** @param {string} clientId */
  retry(clientId) {
    const unsent = this.parts.outbox.retry(clientId);
    this.parts.talk.discard(clientId);
    if (!unsent) return;
    this.parts.talk.showUnsent(unsent);
    this.#send(unsent);
  }

  /** @param {string} clientId */
  discard(clientId) {
    this.parts.outbox.settle(clientId);
    this.parts.talk.discard(clientId);
    this.#showScene();
  }

  /** Reads the newest words; what came between was missed when `anew`. @param {boolean} anew */
  async load(anew) {
    const { history, now } = this.parts;
    try {
      const messages = await (anew ? history.reload() : history.loadNewest());
      const last = messages.at(-1);
      const waited = last ? now().getTime() - new Date(last.createdAt).getTime() : Infinity;
      if (last?.role === "user" && waited < OWED_FOR) this.#owe(true);
    } catch {
      this.#showTrouble(this.parts.strings.trouble);
    }
    this.#midway = true;
    this.#showScene();
    this.#showDoing();
  }

  /** @param {import("./frames.js").Unsent} unsent */
  #send({ clientId, text }) {
    this.#connected = this.parts.wire.send({ type: "message", text, clientId });
    this.parts.talk.showWaiting(this.#connected);
  }

  /** @param {import("./frames.js").Ack} ack */
  #acknowledged(ack) {
    const { outbox, talk } = this.parts;
    outbox.settle(ack.clientId);
    if (talk.knows(ack.messageId)) return talk.acknowledge(ack);
    talk.acknowledge(ack);
    this.#midway = false;
    this.#owe(true);
    this.#showTrouble("");
    this.#showScene();
    this.#showDoing();
  }

  /** @param {import("./frames.js").Token} token */
  #token({ messageId, text }) {
    const { talk, presence } = this.parts;
    const begins = talk.comingId !== messageId;
    talk.add(messageId, text);
    presence.orb?.speak(text.length);
    if (!begins) return;
    this.#owe(false);
    this.#showScene();
    this.#showDoing();
  }

  /** @param {Omit<import("./frames.js").Done, "type"> & {kind?: string}} done */
  #done(done) {
    const { talk, presence, history } = this.parts;
    const streamed = talk.comingId === done.messageId;
    if (!streamed && done.kind !== "proactive") this.#owe(false);
    const words = talk.finish(done);
    presence.feel(done.emotionState);
    if (!streamed) presence.orb?.speak(words.length);
    if (words) this.#sayAloud(words);
    if (done.spokenBy) this.parts.showSpeaker(done.spokenBy);
    if (streamed && this.#midway && done.text === undefined) history.refresh().catch(() => {});
    this.#midway = false;
    this.#showScene();
    this.#showDoing();
  }

  /** @param {import("./frames.js").Notice} notice */
  #noticed(notice) {
    const { care, now } = this.parts;
    if (notice.kind === "crisis") care.show(notice, now().getTime());
    if (notice.text && BESIDE.has(notice.kind)) this.#toldBeside(notice.text);
    if (notice.kind === "gap") this.load(true);
    if (notice.voice) this.parts.showVoice(notice.voice);
    if (notice.kind === "named" && notice.name && atHome) this.parts.presence.call(notice.name);
    if (notice.kind === "welcome" && !this.parts.history.loaded) this.load(false);
  }

  /** @param {string} words that an AI speaks, or that a break would be good */
  #toldBeside(words) {
    const { talk, heard } = this.parts;
    talk.showBeside(words);
    heard.append(piece("p", "", words));
  }

  /** @param {import("./frames.js").Trouble} error */
  #failed({ message, retryAfter, clientId }) {
    const { outbox, talk, strings } = this.parts;
    const words = message || strings.trouble;
    const unsent = clientId && outbox.all().find((waiting) => waiting.clientId === clientId);
    if (!unsent) {
      this.#showTrouble(words);
      this.#owe(false);
      return this.#showDoing();
    }
    if (retryAfter !== undefined) {
      this.#showTrouble(words);
      setTimeout(() => outbox.unsent.has(unsent.clientId) && this.#send(unsent), retryAfter * 1000);
      return;
    }
    outbox.fail(unsent.clientId, words);
    talk.showFailed(unsent.clientId, words);
  }

  /** @param {boolean} owed */
  #owe(owed) {
    this.#owed = owed;
    clearTimeout(this.#owedTimer);
    if (owed) this.#owedTimer = window.setTimeout(() => (this.#owe(false), this.#showDoing()), OWED_FOR);
  }

  #showDoing() {
    const { talk, presence, composer } = this.parts;
    const writing = talk.comingId !== null;
    const thinking = this.#owed && !writing;
    talk.showTyping(thinking && this.#connected);
    composer.setBusy((writing || thinking) && this.#connected);
    if (!this.#connected) presence.be("lost");
    else presence.be(writing ? "writing" : thinking ? "thinking" : "here");
  }

  #showScene() {
    this.parts.presence.setScene(this.parts.talk.isEmpty ? "empty" : "talking");
  }

  /** @param {string} words nothing takes the line away */
  #showTrouble(words) {
    this.parts.trouble.textContent = words;
    this.parts.trouble.hidden = !words;
  }

  /** @param {string} words */
  #sayAloud(words) {
    const { heard, presence } = this.parts;
    heard.append(piece("p", "", `${presence.name}: ${words}`));
    while (heard.childElementCount > HEARD) heard.firstElementChild?.remove();
  }
}
