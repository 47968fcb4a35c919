/** The record's page: one press checks a compartment on this device; a download comes after the check. */

import { part } from "../kit/dom.js";
import { checked } from "./cosign.js";

class RecordElement extends HTMLElement {
  connectedCallback(): void {
    const buttons = part(this, "buttons");
    buttons?.replaceChildren(
      this.#button(this.dataset["verify"] ?? "", () => this.#check()),
      this.#button(this.dataset["download"] ?? "", async () => {
        if (await this.#check()) location.assign(`${this.getAttribute("href")}/download`);
      }),
    );
    void this.#check();
  }

  #button(words: string, act: () => Promise<unknown>): HTMLButtonElement {
    const button = document.createElement("button");
    button.className = "button";
    button.textContent = words;
    button.addEventListener("click", () => void act());
    return button;
  }

  async #check(): Promise<boolean> {
    const [talks, seat, compartment] = ["talks", "seat", "compartment"].map((name) => this.getAttribute(name) ?? "") as [string, string, string];
    this.#say("wait", this.dataset["checking"] ?? "");
    try {
      const { faults } = await checked({ talks, seat, compartment });
      const found = faults.map((fault) => `${fault.code} (${fault.where})`).join(", ");
      this.#say(faults.length ? "stop" : "done", faults.length ? `${this.dataset["bad"]} ${found}` : (this.dataset["good"] ?? ""));
      return faults.length === 0;
    } catch {
      this.#say("wait", this.dataset["lost"] ?? "");
      return false;
    }
  }

  #say(tone: string, words: string): void {
    const line = part(this, "said");
    if (line === null) return;
    line.className = `state ${tone} small`;
    line.textContent = words;
  }
}

customElements.define("parley-record", RecordElement);
