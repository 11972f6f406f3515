/** Keeps the room as tall as what is really seen, also while a phone shows its keyboard. */

/** @param {HTMLElement} room */
export function followViewport(room) {
  const seen = window.visualViewport;
  if (!seen) return;
  const follow = () => {
    // Zoomed in by the fingers, the reader moves about in a page that stays as it is.
    if (seen.scale > 1.05) return;
    room.style.setProperty("--seen-height", `${seen.height}px`);
    room.style.setProperty("--seen-top", `${seen.offsetTop}px`);
  };
  seen.addEventListener("resize", follow);
  seen.addEventListener("scroll", follow);
  follow();
}
