/** The page of this device's own key: whether a lock is on it, and locking it at once. */

import { part, reveal } from "../kit/dom.js";
import { keysIfOpen, lockKeys, rowOf } from "./keys.js";
import { isLocked } from "./lock.js";

export class OwnKey extends HTMLElement {
  async connectedCallback(): Promise<void> {
    const [talks, seat] = ["talks", "seat"].map((name) => this.getAttribute(name) ?? "") as [string, string];
    part(this, "lock")?.addEventListener("click", () => void lockKeys(talks, seat).then(() => this.#look(talks, seat)));
    this.addEventListener("parley-unlocked", () => void this.#look(talks, seat));
    await this.#look(talks, seat);
  }

  async #look(talks: string, seat: string): Promise<void> {
    const row = await rowOf(talks, seat).catch(() => undefined);
    const state = row === undefined ? "none" : isLocked(row) ? row.lock.by : "clear";
    for (const each of this.querySelectorAll<HTMLElement>("[data-state]")) each.hidden = each.dataset["state"] !== state;
    const open = state === "words" || state === "passkey" ? (await keysIfOpen(talks, seat)) !== undefined : null;
    reveal(this, "open", open === true);
    reveal(this, "shut", open === false);
  }
}
