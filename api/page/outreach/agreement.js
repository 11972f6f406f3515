/** What may come, when, and how often: every change counts at once. */

import { piece } from "../bubbles.js";
import { box, button, part, spoken } from "../memory/parts.js";
import { fill } from "../strings.js";
import { ask } from "./ask.js";
import { choice, clock, labelled, tick } from "./form.js";

/** @typedef {import("./ask.js").Agreed} Agreed */

/** Offered to somebody who wants quiet hours back. */
const NIGHT = { start: "22:30", end: "08:00" };

/**
 * @param {Agreed} agreed
 * @param {{words: import("./english.js").Words, act: (work: () => Promise<Agreed>) => Promise<void>, say: (text: string) => void}} shared
 *   `act` does what was asked for and shows what is agreed to then
 */
export function agreement(agreed, { words, act, say }) {
  const now = {
    kinds: agreed.kinds.filter((one) => one.agreed).map((one) => one.kind),
    quietHours: agreed.quietHours,
    dailyCeiling: agreed.dailyCeiling,
    touchesSensitive: agreed.touchesSensitive,
    checksInAfterCrisis: agreed.checksInAfterCrisis,
  };
  const agree = (/** @type {Partial<import("./ask.js").Agreement>} */ changes) =>
    act(() => ask.agree({ ...now, ...changes }));
  return [kinds(), hours()];

  function kinds() {
    const { element } = part("letters-kinds", words.kinds, words.kindsWhat);
    for (const { kind, name, explained, agreed: is, slower } of agreed.kinds) {
      const { element: line } = tick(name, is, (checked) =>
        agree({ kinds: checked ? [...now.kinds, kind] : now.kinds.filter((one) => one !== kind) }), explained);
      const told = words.slower[/** @type {2 | 4 | 8} */ (slower)];
      const less = box("p", "tick-less", `${told} `, button("link", words.asOften, () => act(() => ask.asOften(kind))));
      element.append(told ? box("div", "", line, less) : line);
    }
    const crisis = tick(words.afterCrisis, now.checksInAfterCrisis, (checked) => agree({ checksInAfterCrisis: checked }));
    element.append(crisis.element);
    if (agreed.on) {
      const stop = () => agree({ kinds: [], checksInAfterCrisis: false });
      element.append(box(
        "div", "entry-actions",
        button("quiet", words.day, () => act(() => ask.snooze("day"))),
        button("quiet", words.week, () => act(() => ask.snooze("week"))),
        button("quiet", words.stop, stop),
      ));
    }
    return element;
  }

  function hours() {
    const { element } = part("letters-hours", words.hours);
    const { quietHours } = now;
    const quiet = tick(words.quiet, quietHours !== null, (checked) => agree({ quietHours: checked ? NIGHT : null }));
    element.append(quiet.element);
    if (quietHours) element.append(...between(quietHours));
    const most = /** @type {[string, string][]} */ (Object.entries(words.ceilings));
    most.sort(([one], [other]) => Number(one) - Number(other));
    const ceiling = String(now.dailyCeiling ?? "");
    if (!most.some(([key]) => key === ceiling)) most.push([ceiling, ceiling]);
    const often = choice(most, ceiling, (value) => agree({ dailyCeiling: value ? Number(value) : null }));
    const sensitive = tick(words.sensitive, now.touchesSensitive, (checked) => agree({ touchesSensitive: checked }));
    element.append(labelled(words.often, often), sensitive.element);
    return element;
  }

  /** @param {import("./ask.js").Quiet} quiet */
  function between(quiet) {
    const changed = () => {
      if (start.value === end.value) return say(words.same);
      return agree({ quietHours: { start: start.value, end: end.value } });
    };
    const start = clock(quiet.start, changed);
    const end = clock(quiet.end, changed);
    const zone = spoken(piece("p", "part-what"), fill(words.zone, { zone: agreed.timezone.replaceAll("_", " ") }));
    return [box("div", "hours", labelled(words.from, start), labelled(words.to, end)), zone];
  }
}
