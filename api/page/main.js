/** Puts the page together: who is there, the orb, the talk, the wire. */

import { Care } from "./care.js";
import { whoIsHere } from "./cast/door.js";
import { hears, keptFor, speakingHere } from "./cast/room.js";
import { Rooms } from "./cast/rooms.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { showDoor, untilReached, useKey, whoIsThere } from "./door.js";
import { History } from "./history.js";
import { openKeepsake } from "./keepsake.js";
import { MemoryView } from "./memory/view.js";
import { MoodView } from "./mood/view.js";
import { Orb } from "./orb/orb.js";
import { Outbox } from "./outbox.js";
import { Parting } from "./parting.js";
import { Letter } from "./outreach/letter.js";
import { Push } from "./outreach/push.js";
import { OutreachView } from "./outreach/view.js";
import { PersonalityView } from "./personality/view.js";
import { Presence } from "./presence.js";
import { Scroll } from "./scroll.js";
import { changeMe, companion as askCompanion, signOut } from "./session.js";
import { chooseStrings, writeStrings } from "./strings.js";
import { Talk } from "./talk.js";
import { followViewport } from "./viewport.js";
import { showVoice, voiceOf } from "./voice.js";
import { Wire } from "./wire.js";

const strings = chooseStrings(navigator.languages);
const now = () => new Date();

/** @param {string} id @returns {any} */
const part = (id) => document.getElementById(id);

const presence = new Presence(
  {
    room: part("room"), aura: part("aura"), orb: part("orb"), name: part("name"), state: part("state"),
    greeting: part("greeting"), invitation: part("invitation"), honest: part("honest"),
  },
  strings,
);

/** @returns {Promise<void>} */
async function start() {
  writeStrings(document, strings);
  followViewport(part("room"));
  const away = () => showDoor(presence, strings, "away");
  const welcome = await useKey(location, away);
  const person = await whoIsThere(away);
  if (!person) {
    presence.orb = new Orb(part("orb"), 1);
    return showDoor(presence, strings, welcome ? "closed" : "old");
  }
  const companion = await untilReached(() => whoIsHere(askCompanion, strings, openKeepsake()), away);
  presence.appear(new Orb(part("orb"), companion.seed), companion);
  presence.setScene("arriving");
  enter(person, companion);
  tellAbout(person);
}

/**
 * @param {import("./frames.js").Person} person
 * @param {import("./cast/door.js").Host} companion
 */
function enter(person, companion) {
  const keepsake = openKeepsake();
  const kept = keptFor(person.id);
  const draft = `draft.${kept}`;
  const scroll = new Scroll(part("talk"), part("messages"), part("newest"));
  const talk = new Talk(part("messages"), {
    strings, now,
    name: () => presence.name,
    onRetry: (clientId) => conversation.retry(clientId),
    onDiscard: (clientId) => conversation.discard(clientId),
    onLetter: (bubble, id) =>
      new Letter(bubble, id, {
        strings,
        name: () => presence.name,
        onSettings: () => part("outreach-open").click(),
        onSignedOut: () => showDoor(presence, strings, "closed"),
      }),
  });
  const history = new History(talk, scroll, part("earlier"));
  const wire = new Wire(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`, {
    onFrame: (frame) => {
      if (!hears(frame)) return rooms.elsewhere(frame);
      parting.receive(frame);
      rooms.here(frame);
    },
    onRestart: () => conversation.load(true),
    onOpen: () => {
      conversation.connect(true);
      memory.reconnect();
    },
    onLost: (wasOpen) => {
      conversation.connect(false);
      if (!wasOpen) missed(wire, history, conversation);
    },
  });
  const composer = new Composer(
    { form: part("composer"), field: part("words"), send: part("send"), stop: part("stop") },
    {
      draft: keepsake.read(draft) ?? "",
      keepDraft: (text) => keepsake.write(draft, text || null),
      onSend: (text) => conversation.say(text),
      onStop: () => wire.send({ type: "interrupt" }),
      onTyping: () => wire.send({ type: "typing" }),
      onTouch: () => presence.orb?.hear(),
    },
  );
  const care = new Care(part("care"), { strings, keepsake, personId: person.id });
  const showTheVoice = (/** @type {import("./frames.js").Voice} */ voice) =>
    showVoice({ line: part("voice-line"), sheet: part("voice-sheet") }, voice, { strings, name: presence.name });
  const conversation = new Conversation({
    wire: speakingHere(wire), talk, history, presence, care, scroll, composer, strings, now,
    outbox: new Outbox(keepsake, kept),
    heard: part("heard"),
    trouble: part("trouble"),
    showVoice: showTheVoice,
    showSpeaker: (model) => showTheVoice(voiceOf(model, companion.voice)),
  });
  const parting = new Parting({
    onFrame: (frame) => conversation.receive(frame),
    onPause: () => talk.showTyping(true),
  });
  const memory = new MemoryView(
    { dialog: part("memory"), opener: part("memory-open") },
    {
      strings, now,
      name: () => presence.name,
      onForgotten: () => conversation.load(true),
      onSignedOut: () => {
        part("memory").close();
        wire.stop();
        showDoor(presence, strings, "closed");
      },
    },
  );
  const rooms = new Rooms(
    {
      dialog: part("cast"), opener: part("cast-open"), ways: part("ways"), home: part("home"),
      stage: part("stage-open"), sheet: part("stage-sheet"), composer: part("composer"),
    },
    {
      strings, keepsake, personId: person.id, host: companion,
      onSignedOut: () => {
        part("cast").close();
        wire.stop();
        showDoor(presence, strings, "closed");
      },
    },
  );
  const moods = new MoodView(
    { dialog: part("mood"), opener: part("mood-open") },
    {
      strings,
      name: () => presence.name,
      onSignedOut: () => {
        part("mood").close();
        wire.stop();
        showDoor(presence, strings, "closed");
      },
    },
  );
  const becoming = new PersonalityView(
    { dialog: part("becoming"), opener: part("becoming-open") },
    {
      strings, now, keepsake, personId: person.id,
      onNamed: (name) => presence.call(name),
      onSignedOut: () => {
        part("becoming").close();
        wire.stop();
        showDoor(presence, strings, "closed");
      },
    },
  );
  const push = new Push(keepsake, person.id, strings);
  push.refresh().catch(() => {});
  const outreach = new OutreachView(
    { dialog: part("outreach"), opener: part("outreach-open") },
    {
      strings, now, push,
      name: () => presence.name,
      onLeave: async () => {
        await push.stop();
        await signOut();
        keepsake.forget(person.id);
        location.replace("/"); // nothing of the talk stays behind the door
      },
      onSignedOut: () => {
        part("outreach").close();
        wire.stop();
        showDoor(presence, strings, "closed");
      },
    },
  );
  showTheVoice(companion.voice);
  care.restore(now().getTime());
  wire.start();
  composer.focus();
  memory.follow();
  becoming.follow();
  moods.follow();
  outreach.follow();
}

/**
 * The connection could not be opened: the sign-in may have ended; if not, the talk can still be read.
 * @param {Wire} wire
 * @param {History} history
 * @param {Conversation} conversation
 */
async function missed(wire, history, conversation) {
  const person = await whoIsThere(() => {});
  if (person === null) {
    wire.stop();
    showDoor(presence, strings, "closed");
  } else if (!history.loaded) {
    conversation.load(false);
  }
}

/** Tells the server the reader's time zone and language where it does not know them. @param {import("./frames.js").Person} person */
function tellAbout(person) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  /** @type {{timezone?: string, language?: string}} */
  const changes = {};
  if (timeZone && timeZone !== person.timezone) changes.timezone = timeZone;
  if (!person.language) changes.language = navigator.language;
  if (Object.keys(changes).length) changeMe(changes).catch(() => {});
}

start();
