/** The line over the table: who else is in the rooms off camera. It is asked for anew when somebody says so, comes or goes. */

import { listen } from "../kit/live.js";

class Company extends HTMLElement {
  #end = new AbortController();

  connectedCallback(): void {
    listen(`${this.#base}/live`, ({ event, data }) => this.#hear(event, data), this.#end.signal);
    this.addEventListener("submit", (event) => this.#say(event), { signal: this.#end.signal });
  }

  get #base(): string {
    return this.dataset["base"] ?? "";
  }

  disconnectedCallback(): void {
    this.#end.abort();
  }

  #hear(event: string, data: string): void {
    const declared = event === "recorded" && (JSON.parse(data) as { readonly area: string }).area === "company";
    if (declared || event === "presence" || event === "hello") void this.#look();
  }

  /** One press: it is on the record, and what stands here is asked for again. */
  #say(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const body = new URLSearchParams([...new FormData(form, event.submitter)].map(([name, value]): [string, string] => [name, String(value)]));
    const buttons = [...form.querySelectorAll("button")];
    const disable = (now: boolean): void => buttons.forEach((each) => (each.disabled = now)); // pressed twice it is one act: its id is the form's
    disable(true);
    void fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { accept: "application/json" } })
      .then(() => this.#look())
      .catch(() => undefined)
      .finally(() => disable(false));
  }

  async #look(): Promise<void> {
    const answer = await fetch(`${this.#base}/room/company`, { credentials: "same-origin", headers: { accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    const open = this.querySelector("details")?.open === true;
    this.innerHTML = await answer.text();
    if (open) this.querySelector("details")?.setAttribute("open", "");
  }
}

customElements.define("parley-company", Company);
