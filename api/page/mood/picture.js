/** Draws moods over time: a line of the person's days and one of the companion's, on bright, calm and low ground. */

/** @typedef {import("./telling.js").Day} Day */
/** @typedef {import("./telling.js").Side} Side */

const SVG = "http://www.w3.org/2000/svg";

/** Room in pixels: for the names of the bands, above and below the bands, and for the dates. */
const LEFT = { wide: 58, narrow: 55 };
const RIGHT = 14;
const TOP = 10;
const FOOT = 30;

/** Where calm ends, to either side of the middle: as the orb changes its colour. */
const CALM = 0.25;

/** How far up and down a day reaches that was both. */
const BOTH = 0.34;

/** The name of the colour of such a day. */
const BOTH_FILL = "mood-both";

/** Pixels: the largest and the smallest dot, and from which one it stands apart from its line. */
const DOT = { most: 6, least: 2.4, ringed: 4 };

/** Pixels: a picture that is narrower has less room for words. */
const NARROW = 480;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
function draw(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
  }
  element.append(...children);
  return element;
}

/** Where things stand in a picture of some size. */
class Place {
  /** @param {number} width @param {number} height @param {number} days */
  constructor(width, height, days) {
    this.width = width;
    this.height = height;
    this.left = width < NARROW ? LEFT.narrow : LEFT.wide;
    this.step = (width - this.left - RIGHT) / days;
    this.middle = TOP + (height - TOP - FOOT) / 2;
    this.reach = (height - TOP - FOOT) / 2;
  }

  /** @param {number} index */
  x(index) {
    return this.left + (index + 0.5) * this.step;
  }

  /** @param {number} level -1 to 1 */
  y(level) {
    return this.middle - Math.max(-1, Math.min(1, level)) * (this.reach - DOT.most - 2);
  }

  get dot() {
    return Math.max(DOT.least, Math.min(DOT.most, this.step * 0.34));
  }

  /** The day at a place across, or -1. @param {number} x @param {number} days */
  dayAt(x, days) {
    const index = Math.floor((x - this.left) / this.step);
    return index >= 0 && index < days ? index : -1;
  }
}

/**
 * @param {{days: Day[], width: number, height: number, words: import("./words.js").Words, dates: [number, string][],
 *   title: string, told: string, onDay: (index: number) => void}} given `told` says the same in words; `dates` are
 *   written below the days with these numbers
 */
export function picture({ days, width, height, words, dates, title, told, onDay }) {
  const place = new Place(width, height, days.length);
  const guide = draw("line", { class: "mood-guide", y1: TOP, y2: height - FOOT });
  guide.setAttribute("visibility", "hidden");
  const svg = draw(
    "svg",
    { class: "mood-picture", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": `${title}. ${told}` },
    both(),
    ...ground(place, words),
    ...dates.map(([index, text]) => dateMark(place, index, text, days.length)),
    guide,
    ...runs(days.map(({ companion }) => companion)).map((run) => line(place, run, "theirs")),
    ...runs(days.map(({ person }) => person)).map((run) => line(place, run, "yours")),
    ...days.flatMap(({ person }, index) => (person ? [dot(place, index, person)] : [])),
  );
  const point = (/** @type {PointerEvent} */ event) => {
    const box = svg.getBoundingClientRect();
    const index = place.dayAt(((event.clientX - box.left) / box.width) * width, days.length);
    guide.setAttribute("visibility", index < 0 ? "hidden" : "visible");
    if (index < 0) return;
    for (const end of ["x1", "x2"]) guide.setAttribute(end, String(place.x(index)));
    onDay(index);
  };
  for (const event of ["pointermove", "pointerdown"]) svg.addEventListener(event, (happened) => point(/** @type {PointerEvent} */ (happened)));
  return svg;
}

/** From bright to low: the colour of a day that was both. */
function both() {
  const stop = (/** @type {number} */ offset, /** @type {string} */ word) => draw("stop", { offset, class: `mood-stop ${word}` });
  const fill = draw("linearGradient", { id: BOTH_FILL, x1: 0, y1: 0, x2: 0, y2: 1 }, stop(0.25, "bright"), stop(0.75, "low"));
  return draw("defs", {}, fill);
}

/** @param {Place} place @param {import("./words.js").Words} words */
function ground(place, words) {
  const [high, low] = [place.y(CALM), place.y(-CALM)];
  const bottom = place.height - FOOT;
  /** @type {["bright" | "calm" | "low", number, number][]} */
  const bands = [["bright", TOP, high], ["calm", high, low], ["low", low, bottom]];
  return bands.flatMap(([word, from, to]) => [
    draw("rect", { class: `mood-band ${word}`, x: place.left - 6, y: from + 1, width: place.width - place.left - RIGHT + 12, height: to - from - 2, rx: 7 }),
    draw("text", { class: "mood-word", x: place.left - 14, y: (from + to) / 2, "text-anchor": "end", "dominant-baseline": "central" }, words.bands[word]),
  ]);
}

/** @param {Place} place @param {number} index @param {string} text @param {number} days */
function dateMark(place, index, text, days) {
  const anchor = index === 0 ? "start" : index === days - 1 ? "end" : "middle";
  const x = index === 0 ? place.left - 4 : index === days - 1 ? place.width - RIGHT + 4 : place.x(index);
  return draw("text", { class: "mood-date", x, y: place.height - 8, "text-anchor": anchor }, text);
}

/**
 * The stretches of days in a row; a day with nothing is a gap.
 * @param {(Side | null)[]} sides
 * @returns {[index: number, level: number][][]}
 */
function runs(sides) {
  /** @type {[number, number][][]} */
  const found = [];
  sides.forEach((side, index) => {
    if (!side) return;
    const last = found.at(-1);
    if (last && last[last.length - 1][0] === index - 1) last.push([index, side.level]);
    else found.push([[index, side.level]]);
  });
  return found;
}

/** @param {Place} place @param {[number, number][]} run @param {"yours" | "theirs"} whose */
function line(place, run, whose) {
  const [[first, level], ...others] = run;
  let x = place.x(first);
  let y = place.y(level);
  // A day by itself is a short stroke, so that it is seen.
  let path = others.length ? `M${x} ${y}` : `M${x - place.step * 0.3} ${y}H${x + place.step * 0.3}`;
  for (const [index, height] of others) {
    const [nextX, nextY] = [place.x(index), place.y(height)];
    const half = (x + nextX) / 2;
    path += `C${half} ${y} ${half} ${nextY} ${nextX} ${nextY}`;
    [x, y] = [nextX, nextY];
  }
  return draw("path", { class: `mood-line ${whose}`, d: path, pathLength: 1 });
}

/** @param {Place} place @param {number} index @param {Side} side */
function dot(place, index, { word, level }) {
  const [x, radius] = [place.x(index), place.dot];
  const ring = radius < DOT.ringed ? "" : " ringed";
  if (word !== "mixed") return draw("circle", { class: `mood-dot ${word}${ring}`, cx: x, cy: place.y(level), r: radius });
  const [top, bottom] = [place.y(level + BOTH), place.y(level - BOTH)];
  return draw("rect", {
    class: `mood-dot mixed${ring}`, x: x - radius, y: top, width: 2 * radius, height: bottom - top, rx: radius, fill: `url(#${BOTH_FILL})`,
  });
}
