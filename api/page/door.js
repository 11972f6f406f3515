/** Coming in: the key of the owner's link, and a calm word to those who have none. */

import { piece } from "./bubbles.js";
import { NotSignedIn, Unreachable, me, signIn } from "./session.js";
import { fill } from "./strings.js";

/** Milliseconds between two tries while the server cannot be reached. */
const AGAIN = 2500;

/**
 * Uses up the key in the address, if there is one. The key leaves the address bar and the history at once.
 * @param {Location} place
 * @param {() => void} onAway called when the server cannot be reached
 * @returns {Promise<boolean>} false when there was a key and it was refused
 */
export async function useKey(place, onAway) {
  const key = new URLSearchParams(place.hash.slice(1)).get("key");
  if (!key) return true;
  history.replaceState(null, "", place.pathname + place.search);
  try {
    await untilReached(() => signIn(key), onAway);
    return true;
  } catch (error) {
    if (error instanceof NotSignedIn) return false;
    throw error;
  }
}

/**
 * Who is signed in; waits as long as the server cannot be reached.
 * @param {() => void} onAway called when it cannot
 * @returns {Promise<import("./frames.js").Person | null>} null when nobody is
 */
export async function whoIsThere(onAway) {
  try {
    return await untilReached(me, onAway);
  } catch (error) {
    if (error instanceof NotSignedIn) return null;
    throw error;
  }
}

/**
 * @template T
 * @param {() => Promise<T>} question
 * @param {() => void} onAway
 * @returns {Promise<T>}
 */
export async function untilReached(question, onAway) {
  for (;;) {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      onAway();
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }
}

/**
 * @param {import("./presence.js").Presence} presence
 * @param {import("./strings.js").Strings} strings
 * @param {"closed" | "old" | "away"} why
 */
export function showDoor(presence, strings, why) {
  const { greeting, invitation } = presence.parts;
  presence.setScene("door");
  greeting.textContent = why === "away" ? fill(strings.doorAway, { name: presence.name }) : strings.doorTitle;
  const words = { closed: strings.doorText, old: strings.doorOld, away: "" }[why];
  const command = why === "away" ? [] : [piece("code", "command", "make link")];
  invitation.replaceChildren(words, ...command);
}
