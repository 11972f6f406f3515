/** Shows on this device that somebody wrote while no page was open, and opens the talk. */

/** What every notification of ours looks like. */
const LOOK = { icon: "/page/icon.svg", badge: "/page/icon.svg" };

const worker = /** @type {any} */ (self);

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("push", (/** @type {any} */ event) => event.waitUntil(show(letterOf(event.data))));
worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.place));
});

/** @param {{json: () => any} | null} data what came; a browser must show something in any case */
function letterOf(data) {
  try {
    const { title, body, language, message, agent } = data?.json() ?? {};
    return { title: String(title ?? "Lumi"), body: String(body ?? ""), language, message, agent: String(agent ?? "") };
  } catch {
    return { title: "Lumi", body: "", language: "en", message: "", agent: "" };
  }
}

/**
 * Shows one notification for each companion: a newer one takes the place of the older.
 * @param {{title: string, body: string, language?: string, message?: string, agent: string}} letter
 */
async function show({ title, body, language, message, agent }) {
  const tag = `letter.${agent}`;
  const standing = await worker.registration.getNotifications({ tag });
  const known = standing.some((/** @type {any} */ one) => one.data?.message === message);
  const place = agent ? `/?with=${encodeURIComponent(agent)}` : "/";
  const data = { message, place };
  await worker.registration.showNotification(title, { ...LOOK, body, tag, data, lang: language, renotify: !known, silent: known });
}

/** Brings a tab that has the talk open to the front, or opens one. @param {string} place */
async function open(place) {
  const tabs = await worker.clients.matchAll({ type: "window" });
  const wanted = new URL(place, worker.location.origin);
  const there = tabs.find((/** @type {any} */ tab) => {
    const at = new URL(tab.url);
    return at.pathname === wanted.pathname && at.search === wanted.search;
  });
  return there ? there.focus() : worker.clients.openWindow(wanted.href);
}
