/** Which texts the reader gets. */

import { chinese } from "./chinese.js";
import { english } from "./english.js";

/** @param {{language: string}} strings @returns {import("./english.js").Words} */
export const wordsFor = (strings) => (strings.language.startsWith("zh") ? chinese : english);
