/** What packs a download, asked for when somebody presses; it goes by the file that nearly all scripts share. */

import "../kit/common.js";

export { zipped } from "../kit/zip.js";
