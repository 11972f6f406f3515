/** This browser's own part in being told: the service worker, the permission, and the subscription. */

import { ask } from "./ask.js";

/** Where the service worker is; from here it serves all of the page. */
const WORKER = "/sw.js";

/** @typedef {"missing" | "denied" | "off" | "on"} State */

/** Whether the browser can be told at all. */
const able = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

export class Push {
  /**
   * @param {import("../keepsake.js").Keepsake} keepsake
   * @param {string} personId
   * @param {{language: string}} strings
   */
  constructor(keepsake, personId, strings) {
    this.keepsake = keepsake;
    this.key = `push.${personId}`;
    this.language = strings.language.slice(0, 2);
  }

  /** What was agreed to on this device, null for nothing. @returns {{id: string, showsWords: boolean} | null} */
  get wanted() {
    return this.keepsake.read(this.key);
  }

  /** @returns {State} */
  get state() {
    if (!able()) return "missing";
    if (Notification.permission === "denied") return "denied";
    return this.wanted && Notification.permission === "granted" ? "on" : "off";
  }

  /** Says again that this browser is there; what somebody else agreed to in it is withdrawn. */
  async refresh() {
    if (!able()) return;
    if (this.state === "on") return void (await this.start(this.wanted?.showsWords ?? false));
    const registration = await navigator.serviceWorker.getRegistration("/");
    await (await registration?.pushManager.getSubscription())?.unsubscribe();
  }

  /**
   * Asks the person, subscribes, and tells the server.
   * @param {boolean} showsWords
   * @returns {Promise<State>}
   */
  async start(showsWords) {
    if ((await Notification.requestPermission()) !== "granted") return this.state;
    const { publicKey } = await ask.push();
    await navigator.serviceWorker.register(WORKER);
    const { pushManager } = await navigator.serviceWorker.ready;
    const subscription = await subscribed(pushManager, fromBase64(publicKey));
    const device = await ask.addDevice({ ...subscription.toJSON(), language: this.language, showsWords });
    this.keepsake.write(this.key, { id: device.id, showsWords: device.showsWords });
    return this.state;
  }

  /** Keeps this device silent. */
  async stop() {
    const { wanted } = this;
    this.keepsake.write(this.key, null);
    if (!able()) return;
    const registration = await navigator.serviceWorker.getRegistration("/");
    await (await registration?.pushManager.getSubscription())?.unsubscribe();
    // A device that the server has forgotten already is as good as removed.
    if (wanted) await ask.dropDevice(wanted.id).catch(() => {});
  }
}

/**
 * The subscription with this server's key; one with another key is of no use any more.
 * @param {PushManager} manager
 * @param {Uint8Array<ArrayBuffer>} key
 */
async function subscribed(manager, key) {
  const standing = await manager.getSubscription();
  const same = standing?.options.applicationServerKey;
  if (standing && same && new Uint8Array(same).every((byte, at) => byte === key[at])) return standing;
  await standing?.unsubscribe();
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** @param {string} text in base64url */
function fromBase64(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}
