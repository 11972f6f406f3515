/** The texts of the cast in the reader's language. */

import { chinese } from "./chinese.js";
import { english } from "./english.js";

/** @typedef {import("./english.js").CastWords} CastWords */

/** @param {{language: string}} strings @returns {CastWords} */
export const castWords = (strings) => (strings.language.startsWith("zh") ? chinese : english);
