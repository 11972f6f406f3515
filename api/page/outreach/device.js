/** Whether this device shows that somebody wrote, and what of it. */

import { piece } from "../bubbles.js";
import { box, button, part } from "../memory/parts.js";
import { fill } from "../strings.js";
import { tick } from "./form.js";

/**
 * @param {import("./push.js").Push} push
 * @param {number} count how many devices of the person are told
 * @param {{words: import("./english.js").Words, name: string, say: (text: string) => void, redo: (work: () => Promise<unknown>) => Promise<void>}} shared
 */
export function device(push, count, { words, name, say, redo }) {
  const { element } = part("letters-device", words.device, fill(words.deviceWhat, { name }));
  const begin = (/** @type {boolean} */ showsWords) =>
    redo(async () => {
      try {
        await push.start(showsWords);
      } catch (error) {
        // A browser without a push service says so in words of its own, which help nobody.
        if (!(error instanceof DOMException)) throw error;
        say(words.deviceFailed);
      }
    });
  const { state, wanted } = push;
  const lines = { missing: words.deviceMissing, denied: words.deviceDenied, off: words.deviceOff, on: wanted?.showsWords ? words.deviceWords : words.deviceOn };
  element.append(piece("p", "letters-state", fill(lines[state], { name })));
  if (state === "off") element.append(box("div", "entry-actions", button("solid", words.deviceAsk, () => begin(false))));
  if (state === "on") {
    element.append(
      tick(words.deviceShows, wanted?.showsWords ?? false, begin).element,
      box("div", "entry-actions", button("quiet", words.deviceStop, () => redo(() => push.stop()))),
    );
  }
  if (count) element.append(piece("p", "part-what", count === 1 ? words.devices.one : fill(words.devices.many, { count: String(count) })));
  return element;
}
