/** The lowest contrast (WCAG 2.2, relative luminance) of each kind of text of the view with what is painted behind it. */
() => {
  const view = document.querySelector("#memory");
  const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
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
  const probe = view.appendChild(document.createElement("i"));
  probe.style.transition = "none";
  const resolved = (css) => {
    probe.style.color = css;
    return getComputedStyle(probe).color;
  };
  const top = resolved("var(--lit)");
  const lowest = {};
  for (const element of view.querySelectorAll("*")) {
    const says = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!says || element.closest(".unseen") || element.matches(":disabled") || !element.getClientRects().length) continue;
    const behind = [];
    for (let above = element; above !== view; above = above.parentElement) {
      behind.unshift(getComputedStyle(above).backgroundColor);
    }
    const ink = getComputedStyle(element).color;
    for (const ground of [getComputedStyle(view).backgroundColor, top]) {
      const [one, other] = [luminance([ground, ...behind]), luminance([ground, ...behind, ink])];
      const found = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      const name = `${element.tagName}.${element.className}: ${element.textContent.slice(0, 20)}`;
      lowest[name] = Math.min(lowest[name] ?? Infinity, found);
    }
  }
  probe.remove();
  return lowest;
}
