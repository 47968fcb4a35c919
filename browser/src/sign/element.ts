/** Keys and signatures: the sheet, signing in, and coming to a seat by an invitation. */

import { Invite } from "./invite.js";
import { SheetElement } from "./sheet.js";
import { OwnKey } from "./own.js";
import { SignIn } from "./signin.js";
import "./unlock.js";

customElements.define("parley-sheet", SheetElement);
customElements.define("parley-sign-in", SignIn);
customElements.define("parley-key", OwnKey);
customElements.define("parley-invite", Invite);

addEventListener("load", () => void import("../ahead/run.js"));
