/**
 * The lowest contrast (WCAG 2.2, relative luminance) of each text of the page with what lies behind it, in every mood.
 * Where the aura lights the ground, its brightest and its darkest place are both tried.
 */
async () => {
  const { coloursOf, cssOf } = await import("/page/orb/colour.js");
  const moods = [[0.05, 0.2, "calm"], [0.6, 0.5, "happy"], [-0.6, 0.2, "sad"], [0.7, 0.9, "excited"]];
  const texts = {
    ".theirs .bubble": [".theirs .bubble"],
    ".yours .bubble": [".yours .bubble"],
    ".moment": [],
    ".name": [],
    ".footnote": [],
    ".composer textarea": [".composer"],
  };
  const aura = document.querySelector("#aura");
  const probe = aura.appendChild(document.createElement("i"));
  probe.style.transition = "none";
  const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

  const resolved = (css) => {
    probe.style.color = css;
    return getComputedStyle(probe).color;
  };
  const luminance = (layers) => {
    pixel.clearRect(0, 0, 1, 1);
    for (const layer of layers) {
      pixel.fillStyle = layer;
      pixel.fillRect(0, 0, 1, 1);
    }
    const [red, green, blue] = [...pixel.getImageData(0, 0, 1, 1).data].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);

  const lowest = {};
  for (const [valence, arousal, mood] of moods) {
    const { bright, deep } = coloursOf({ valence, arousal, mood });
    for (const part of [aura, document.querySelector("#room")]) {
      part.style.setProperty("--mood", cssOf(deep));
      part.style.setProperty("--mood-bright", cssOf(bright));
      part.style.transition = "none";
    }
    // Where motion is reduced, colours change within a millisecond, and still not at once.
    await new Promise((done) => setTimeout(done, 50));
    const lit = resolved("color-mix(in oklab, var(--glow) var(--aura), transparent)");
    const grounds = [[resolved("var(--ground)"), lit], [resolved("var(--ground-low)")]];
    for (const [text, behind] of Object.entries(texts)) {
      const element = document.querySelector(text);
      const { color } = getComputedStyle(element);
      for (const ground of grounds) {
        const under = [...ground, ...behind.map((one) => getComputedStyle(document.querySelector(one)).backgroundColor)];
        const found = contrast(luminance(under), luminance([...under, color]));
        lowest[text] = Math.min(lowest[text] ?? Infinity, found);
      }
    }
  }
  return lowest;
}
