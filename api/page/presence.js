/** The companion as it is felt in the room: its light, its name, and a word on what it is doing. */

import { coloursOf, cssOf } from "./orb/colour.js";
import { AWAY, PRESENT, THINKING } from "./orb/feelings.js";
import { fill } from "./strings.js";

/** @typedef {"here" | "thinking" | "writing" | "lost"} Doing */

/** The orb's state for what the companion does. */
const STATES = { here: PRESENT, thinking: THINKING, writing: PRESENT, lost: AWAY };

/** Milliseconds a lost connection stays unsaid: most come back at once. */
const PATIENCE = 1200;

export class Presence {
  #timer = 0;

  /**
   * @param {Record<"room" | "aura" | "orb" | "name" | "state" | "greeting" | "invitation" | "honest", HTMLElement>} parts
   * @param {import("./strings.js").Strings} strings
   */
  constructor(parts, strings) {
    this.parts = parts;
    this.strings = strings;
    this.name = "Lumi";
    this.orb = /** @type {import("./orb/orb.js").Orb | null} */ (null);
    this.mood = strings.moods.calm;
    this.doing = /** @type {Doing | null} */ (null);
  }

  /** @param {import("./orb/orb.js").Orb} orb @param {import("./frames.js").Companion} companion */
  appear(orb, companion) {
    this.orb = orb;
    this.call(companion.name);
    this.parts.invitation.textContent = this.strings.invitation;
    this.feel(companion.emotionState);
  }

  /** Goes by a name from now on. @param {string} name */
  call(name) {
    const { parts, strings } = this;
    this.name = name;
    document.title = name;
    parts.name.textContent = name;
    parts.greeting.textContent = fill(strings.greeting, { name });
    parts.honest.textContent = fill(strings.honest, { name });
  }

  /** @param {import("./frames.js").EmotionState} emotion */
  feel(emotion) {
    this.orb?.feel(emotion);
    const { bright, deep } = coloursOf(emotion);
    for (const { style } of [this.parts.room, this.parts.aura]) {
      style.setProperty("--mood", cssOf(deep));
      style.setProperty("--mood-bright", cssOf(bright));
    }
    this.mood = this.strings.moods[emotion.mood] ?? this.mood;
    this.parts.orb.setAttribute("aria-label", `${this.name}: ${this.mood}`);
  }

  /** @param {Doing} doing */
  be(doing) {
    if (doing === this.doing) return;
    this.doing = doing;
    clearTimeout(this.#timer);
    const show = () => {
      this.parts.state.textContent = doing === "here" ? "" : this.strings[doing];
      this.orb?.be(STATES[doing]);
    };
    if (doing === "lost") this.#timer = window.setTimeout(show, PATIENCE);
    else show();
  }

  /** Whether the orb fills the room or stands above a talk. @param {"arriving" | "empty" | "talking" | "door"} scene */
  setScene(scene) {
    this.parts.room.dataset.scene = scene;
  }
}
