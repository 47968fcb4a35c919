/** What a page needs once it can be used: one file, asked for when everything else is there. */

import "../kit/held.js";

export { listen } from "../kit/live.js";
export { attendKeys } from "../sign/attend.js";
export { spellPage } from "../sign/spell.js";
export { checked } from "../witness/cosign.js";
export { Contradicted, look } from "../witness/standing.js";
