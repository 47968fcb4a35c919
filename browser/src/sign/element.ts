/** Keys: signing in, and coming to a seat by an invitation. */

import "../kit/common.js";
import { Invite } from "./invite.js";
import { OwnKey } from "./own.js";
import { Seats } from "./seats.js";
import { SignIn } from "./signin.js";

customElements.define("parley-sign-in", SignIn);
customElements.define("parley-key", OwnKey);
customElements.define("parley-seats", Seats);
customElements.define("parley-invite", Invite);

addEventListener("load", () => void import("../ahead/run.js"));
