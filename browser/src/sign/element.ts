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

for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-keep-fragment]")) {
  link.hash = location.hash; // the secret stays in the fragment: it is never sent
  link.addEventListener("click", (event) => {
    if (link.href !== location.href) return;
    event.preventDefault(); // a link to this very address would only move within the page
    location.reload();
  });
}
