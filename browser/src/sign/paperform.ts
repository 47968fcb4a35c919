/** The forms around a key on paper: one makes it and shows its words, the other takes them and lets the key vouch for this device. */

import { part, reveal } from "../kit/dom.js";
import { paperKeyStatement } from "../record/statements.js";
import { keysOf } from "./keys.js";
import { drawn, keyOf, secretOf, wordsOf } from "./paper.js";

/** Where the public part waits for its sheet: what is signed there must be the key that was made here. */
const MADE = "paper key";

export function madeHere(ed25519: unknown): boolean {
  return sessionStorage.getItem(MADE) === ed25519;
}

export class PaperKey extends HTMLElement {
  connectedCallback(): void {
    const form = this.closest("form");
    if (form === null) return;
    this.addEventListener("click", ({ target }) => {
      if (target === part(this, "make")) void this.#make(form);
    });
    part(this, "make")?.removeAttribute("disabled"); // not before: a press would do nothing
    if (this.dataset["uses"] === undefined) return;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#use(form).catch(() => reveal(this, "wrong"));
    });
    part(this, "use")?.removeAttribute("disabled"); // not before: the browser would send the form as it stands
  }

  async #make(form: HTMLFormElement): Promise<void> {
    const secret = drawn();
    const { ed25519 } = await keyOf(secret);
    const words = await wordsOf(secret, document.documentElement.lang);
    part(this, "words")?.replaceChildren(
      ...words.map((word) => {
        const item = document.createElement("li");
        item.textContent = word;
        return item;
      }),
    );
    sessionStorage.setItem(MADE, ed25519);
    field(form, "ed25519").value = ed25519;
    reveal(this, "make", false);
    reveal(this, "made");
  }

  async #use(form: HTMLFormElement): Promise<void> {
    const { talks = "", party = "", seat = "" } = this.dataset;
    const said = part<HTMLTextAreaElement>(this, "said");
    const secret = await secretOf(said?.value ?? "");
    const key = secret && (await keyOf(secret));
    const keys = await keysOf(talks, seat);
    const fits = key !== null && keys !== undefined && key.ed25519 === field(form, "key").value;
    reveal(this, "wrong", !fits);
    if (!fits) return;
    field(form, "proof").value = await key.sign(paperKeyStatement(keys.device, party, seat, talks));
    if (said) said.value = "";
    form.submit();
  }
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}
