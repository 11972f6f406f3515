/**
 * What goes over the wire, as types. Everything a frame may leave out is optional here.
 *
 * @typedef {"calm" | "happy" | "sad" | "excited"} Mood
 * @typedef {{valence: number, arousal: number, mood: Mood}} EmotionState
 *   Valence runs from -1 to 1, arousal from 0 to 1.
 * @typedef {"complete" | "interrupted" | "cut_short" | "replaced"} Ending
 * @typedef {{
 *   id: string, role: "user" | "assistant", kind: "talk" | "care" | "deflection" | "proactive",
 *   content: string, createdAt: string, position?: number, ended?: Ending | null,
 * }} Message
 * @typedef {{name: string, reach?: string, number?: string, url?: string, hours?: string}} Helpline
 * @typedef {{kind: "offline" | "model" | "stand-in", model?: string}} Voice
 *   A stand-in is the offline voice where a model does not answer.
 * @typedef {{name: string, emotionState: EmotionState, voice: Voice, seed: number}} Companion
 * @typedef {{id: string, name: string | null, timezone: string, language: string | null}} Person
 *
 * @typedef {{type: "ack", seq: number, clientId?: string | null, messageId: string, text: string, createdAt: string}} Ack
 * @typedef {{type: "emotion", seq: number, state: EmotionState}} Emotion
 * @typedef {{type: "token", seq: number, text: string, messageId: string, part?: number, pause?: number}} Token
 *   `part` counts the messages of a reply, `pause` is what a person would take before one, in seconds.
 * @typedef {{type: "done", seq: number, messageId: string, emotionState: EmotionState, ended?: Ending, text?: string, spokenBy?: string}} Done
 * @typedef {{type: "proactive", seq: number, messageId: string, text: string, emotionState: EmotionState}} Proactive
 * @typedef {{type: "notice", seq?: number, kind: string, text?: string, helplines?: Helpline[], voice?: Voice, name?: string}} Notice
 * @typedef {{type: "error", code: string, message: string, retryAfter?: number, clientId?: string}} Trouble
 * @typedef {{type: "pong", seq?: number}} Pong
 * @typedef {Ack | Emotion | Token | Done | Proactive | Notice | Trouble | Pong} Frame
 *
 * @typedef {{clientId: string, text: string, createdAt: string, failed?: string}} Unsent
 *   A message of this device that the server has not acknowledged yet.
 */

export {};
