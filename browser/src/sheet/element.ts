/** The sheet, alone: what it checks before it signs is most of what signing needs. */

import "../kit/held.js";
import { SheetElement } from "../sign/sheet.js";

customElements.define("parley-sheet", SheetElement);
