/** Asks for the words or the passkey where a page needs a key that is locked; what does not open it changes nothing. */

import { part, reveal, tell } from "../kit/dom.js";
import { wordList } from "../record/words.js";
import { KeyLocked, keysOf, unlock, type Keys } from "./keys.js";
import { keyOfWords, typed, type Locked, type Typed } from "./lock.js";
import { keyOfPasskey } from "./passkey.js";

/** The seat's keys, once somebody has unlocked them if they are locked: `root` holds the page's `<parley-unlock>`. */
export async function opened(root: ParentNode, talks: string, seat: string): Promise<Keys | undefined> {
  try {
    return await keysOf(talks, seat);
  } catch (fault) {
    const place = root.querySelector<Unlock>("parley-unlock");
    if (!(fault instanceof KeyLocked) || place === null) throw fault;
    return place.ask(talks, seat, fault.row);
  }
}

/** In the reader's digits, as the server writes them: parley/web/words/calendar.py. */
function figures(n: number, lang: string): string {
  const zero = { ps: 0x6f0, fa: 0x6f0, ar: 0x660 }[lang.split("-")[0] ?? ""] ?? 0x30;
  return String(n).replace(/[0-9]/g, (digit) => String.fromCharCode(zero + Number(digit)));
}

/** A sentence of the `<template data-locked>` that is in every `<parley-unlock>`. */
export function told(root: ParentNode, code: string, n = 0): string {
  const template = root.querySelector<HTMLTemplateElement>("template[data-locked]");
  const sentence = template?.content.querySelector(`[data-code="${code}"]`)?.textContent?.trim() ?? code;
  return sentence.replace("#", figures(n, document.documentElement.lang));
}

/** What is wrong with words that were typed, in the page's words; null if nothing is. */
export function wrong(root: ParentNode, found: Typed): string | null {
  if ("bytes" in found) return null;
  return told(root, found.fault, found.fault === "number" ? found.n : found.at);
}

export class Unlock extends HTMLElement {
  /** On a page that can be read without the key, it asks as soon as it is there. */
  async connectedCallback(): Promise<void> {
    const { talks, seat } = this.dataset;
    if (!talks || !seat) return;
    const row = await keysOf(talks, seat).catch((fault: unknown) => fault);
    if (row instanceof KeyLocked) await this.ask(talks, seat, row.row);
  }

  ask(talks: string, seat: string, row: Locked): Promise<Keys> {
    for (const by of ["words", "passkey"]) reveal(this, `by="${by}"`, by === row.lock.by);
    this.querySelector<HTMLElement>("[data-words]")?.setAttribute("lang", row.lock.by === "words" ? row.lock.lang : "");
    this.hidden = false;
    return new Promise((resolve) => {
      const attempt = (event: Event): void => {
        event.preventDefault();
        void this.#attempt(talks, seat, row).then((keys) => {
          if (keys === null) return;
          this.hidden = true;
          this.querySelector("form")?.reset();
          this.dispatchEvent(new CustomEvent("parley-unlocked", { bubbles: true }));
          resolve(keys);
        });
      };
      const form = this.querySelector("form");
      if (form) form.onsubmit = attempt;
    });
  }

  async #attempt(talks: string, seat: string, row: Locked): Promise<Keys | null> {
    const button = this.querySelector<HTMLButtonElement>("form button");
    const say = (sentence: string | null): void => tell(part(this, "wrong"), sentence ? [sentence] : []);
    if (button?.disabled) return null;
    if (button) button.disabled = true;
    try {
      const key = await this.#key(row, say);
      const keys = key && (await unlock(talks, seat, row, key));
      if (key && !keys) say(told(this, row.lock.by === "words" ? "not_these" : "not_this"));
      if (keys) say(null);
      return keys;
    } finally {
      if (button) button.disabled = false;
    }
  }

  async #key({ lock }: Locked, say: (sentence: string) => void): Promise<CryptoKey | null> {
    if (lock.by === "passkey") {
      const key = await keyOfPasskey(lock);
      if (key === null) say(told(this, "not_this"));
      return key;
    }
    const list = await wordList(lock.lang).catch(() => null);
    if (list === null) {
      say(told(this, "unreachable"));
      return null;
    }
    const found = typed(part<HTMLTextAreaElement>(this, "words")?.value ?? "", list);
    const fault = wrong(this, found);
    if (fault !== null) say(fault);
    return "bytes" in found ? keyOfWords(found.bytes, lock) : null;
  }
}

if (typeof customElements !== "undefined" && !customElements.get("parley-unlock")) customElements.define("parley-unlock", Unlock);
