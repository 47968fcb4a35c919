/**
 * The record's page: one press checks a compartment on this device; a download comes after the check. What checks is the file that
 * every page asks for once it can be used: on a slow line the page does not wait for it, and a press before it came waits.
 */

import type { Checked } from "./cosign.js";

/** What checks, once everything else is there. */
async function checking(): Promise<typeof import("../page/later.js")> {
  if (document.readyState !== "complete") await new Promise((go) => addEventListener("load", go, { once: true }));
  return import("../page/later.js");
}

async function packing(found: Checked): Promise<Blob> {
  const { zipped } = await import("./pack.js");
  return new Blob([zipped(await found.files())], { type: "application/zip" });
}

class RecordElement extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("[data-buttons]")?.replaceChildren(
      this.#button(this.dataset["verify"] ?? "", () => this.#check()),
      this.#button(this.dataset["download"] ?? "", () => this.#download()),
    );
    void this.#check();
  }

  /** Hand over the very bytes that were checked here, as the folder that any verifier reads; nothing is fetched again. */
  async #download(): Promise<void> {
    const found = await this.#check();
    if (found === null) return;
    const packed = await packing(found).catch(() => this.#say("wait", this.dataset["lost"] ?? ""));
    if (packed === undefined) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(packed);
    link.download = `${this.getAttribute("talks")}-${this.getAttribute("compartment")}.zip`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  #button(words: string, act: () => Promise<unknown>): HTMLButtonElement {
    const button = document.createElement("button");
    button.className = "button";
    button.textContent = words;
    button.addEventListener("click", () => void act());
    return button;
  }

  /** What was checked, if nothing was wrong with it. */
  async #check(): Promise<Checked | null> {
    const [talks, seat, compartment] = ["talks", "seat", "compartment"].map((name) => this.getAttribute(name) ?? "") as [string, string, string];
    this.#say("wait", this.dataset["checking"] ?? "");
    try {
      const { checked } = await checking();
      const found = await checked({ talks, seat, compartment });
      const faults = found.report.faults.map((fault) => `${fault.code} (${fault.where})`).join(", ");
      this.#say(faults ? "stop" : "done", faults ? `${this.dataset["bad"]} ${faults}` : (this.dataset["good"] ?? ""));
      return faults ? null : found;
    } catch {
      this.#say("wait", this.dataset["lost"] ?? "");
      return null;
    }
  }

  #say(tone: string, words: string): void {
    const line = this.querySelector("[data-said]");
    if (line === null) return;
    line.className = `state ${tone} small`;
    line.textContent = words;
  }
}

customElements.define("parley-record", RecordElement);
