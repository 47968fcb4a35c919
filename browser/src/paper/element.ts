/** A key on paper: made, or used, by a small script of its own. */

import "../kit/common.js";
import { PaperKey } from "../sign/paperform.js";

customElements.define("parley-paper-key", PaperKey);
