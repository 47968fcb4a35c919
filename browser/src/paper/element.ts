/** A key on paper: made, or used, by a small script of its own. */

import { PaperKey } from "../sign/paperform.js";

customElements.define("parley-paper-key", PaperKey);
