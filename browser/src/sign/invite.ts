/** An invitation, one question a page: is this you, the code, this device's key, its ten words. The equipment is tried on a page of its own. */

import { fromBase64url, toBase64url, utf8 } from "../kit/bytes.js";
import { part, post, reasons, reveal, tell, trouble, worded, type Reason } from "../kit/dom.js";
import { enrolmentStatement } from "../record/statements.js";
import { lacking } from "./features.js";
import { makeKept } from "./kept.js";
import { moveKeys, publicOf, rowOf, sign, type Locking } from "./keys.js";
import { isLocked } from "./lock.js";
import { offerLocks } from "./making.js";
import { signIn } from "./signin.js";
import { Contradicted } from "../witness/contradicted.js";
import type { Hashes, Place } from "../witness/standing.js";
import { spoken, worded as wordList } from "./spoken.js";
import { opened } from "./unlock.js";

type Step = "lacks" | "broken" | "forked" | "you" | "host" | "own" | "code" | "key" | "words" | "fingerprint";

/** What an entry of the browser's history says of this page. */
type Page = { readonly step: Step };
const STEPS = new Set<Step>(["code", "key", "words"]);

/** After these nothing here goes on: the invitation's own page says what it is now, and what next. */
const OVER = new Set(["invitation_used", "invitation_expired", "invitation_locked"]);

export class Invite extends HTMLElement {
  #secret = "";
  #code = "";
  #from = ""; // the seat of the house from which its facilitator comes: whoever made the talks has link and code already
  #said: Readonly<Record<string, string>> = {}; // what the first facilitator says of the house
  #done = false; // the device is enrolled: Back leads to no step before

  async connectedCallback(): Promise<void> {
    [this.#secret = "", this.#code = "", this.#from = ""] = location.hash.slice(1).split("&");
    const missing = await lacking();
    if (missing.length > 0) {
      for (const feature of missing) reveal(this, `lacks="${feature}"`);
      return this.#show("lacks");
    }
    if (this.#secret === "") return this.#show("broken");
    this.#show(this.#first);
    await this.#open();
    this.#listen(); // before the record is asked for: what can be pressed already does something
    await this.#foreseen().catch((fault: unknown) => this.#stopped(fault)); // a line that breaks is asked again before a key is made
    if (this.#from !== "") await this.#ownSeat();
  }

  get #first(): Step {
    return this.dataset["introduces"] !== undefined ? "host" : this.#from !== "" ? "own" : "you";
  }

  /** Whoever made the talks takes a seat in them on the same device: under a lock if the key they come with has one. */
  async #ownSeat(): Promise<void> {
    const row = await rowOf("house", this.#from);
    await this.#made();
    if (row !== undefined && isLocked(row)) return this.#show("key");
    await this.#redeem(null, null);
  }

  /** Show a step; `way`: a new one, to which Back leads again from the next, or one that Back led to. */
  #show(step: Step, way: "on" | "back" = "on"): void {
    if (way === "on" && STEPS.has(step) && history.state?.step !== step) history.pushState({ step }, "");
    for (const section of this.querySelectorAll<HTMLElement>("[data-step]")) section.hidden = section.dataset["step"] !== step;
    tell(part(this, "refusals"), []);
    const within = (what: string) => this.querySelector<HTMLElement>(`[data-step="${step}"] ${what}`);
    const heading = within("input") ?? within("h1"); // who is asked to type just types
    heading?.setAttribute("tabindex", heading.tagName === "H1" ? "-1" : "0");
    heading?.focus({ preventScroll: true });
  }

  async #open(): Promise<void> {
    const answer = await post(`/i/${this.getAttribute("number")}/open`, { secret: this.#secret }).catch(() => null);
    if (answer === null) return tell(part(this, "refusals"), [trouble(this, "not_read")]);
    const you = this.querySelector<HTMLElement>('[data-step="you"]');
    if (answer.ok && this.#first !== "you") return;
    if (!answer.ok || !you) return this.#refused("broken", (await reasons(answer)).filter(({ code }) => code !== "invitation_unknown"));
    you.innerHTML = await answer.text();
  }

  get #place(): Place {
    return { talks: this.getAttribute("talks") ?? "", seat: this.getAttribute("seat") ?? "", compartment: "table" };
  }

  /** A browser that had a seat here before keeps its head: no key is made for a record that did not grow from it. */
  async #foreseen(): Promise<void> {
    const { foreseen } = await import("../witness/standing.js"); // it holds the record's rules: what can be pressed does not wait for them
    return foreseen(this.#place, async (from): Promise<Hashes> => {
      const answer = await post(`/i/${this.getAttribute("number")}/record`, { secret: this.#secret, from });
      if (!answer.ok) throw new Error(String(answer.status));
      const { checkpoint, leaves } = (await answer.json()) as { readonly checkpoint: string; readonly leaves: readonly string[] };
      return { checkpoint: utf8(checkpoint), leaves: leaves.map((leaf) => fromBase64url(leaf)) };
    });
  }

  /** Whether this is another record than the one that this browser has seen; then nothing here goes on. */
  #stopped(fault: unknown): boolean {
    if (fault instanceof Contradicted) this.#show("forked");
    return fault instanceof Contradicted;
  }

  /** Say why at the step where it can be put right; or open the invitation's page anew if it cannot. */
  #refused(step: Step, why: readonly Reason[]): void {
    if (why.some(({ code }) => OVER.has(code))) return location.reload();
    this.#show(step);
    tell(part(this, "refusals"), why.map(worded));
  }

  #listen(): void {
    part(this, "next")?.addEventListener("click", () => this.#show("code"));
    part<HTMLFormElement>(this, "code")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#code = this.querySelector<HTMLInputElement>("#code")?.value ?? "";
      void this.#tryCode(this.querySelector("[data-code] button"));
    });
    part<HTMLFormElement>(this, "host")?.addEventListener("submit", (event) => this.#introduce(event));
    addEventListener("popstate", ({ state }) => this.#show(this.#done ? "fingerprint" : ((state as Page | null)?.step ?? this.#first), "back"));
    offerLocks(this, (step) => this.#show(step), (button, locking) => void this.#redeem(button, locking));
  }

  /** The first facilitator's page: names, code and key at once; the lock's own page if they want one. */
  #introduce(event: SubmitEvent): void {
    event.preventDefault();
    const { code, ...said } = Object.fromEntries([...new FormData(event.target as HTMLFormElement)].map(([name, value]) => [name, String(value)]));
    [this.#code, this.#said] = [code ?? "", said];
    const button = event.submitter as HTMLButtonElement | null;
    void this.#tryCode(button, button?.dataset["lockFirst"] === undefined);
  }

  /** Ask whether the code fits before a key is made for it; `at once`: then make it. */
  async #tryCode(button: HTMLButtonElement | null, atOnce = false): Promise<void> {
    if (button) button.disabled = true;
    try {
      const answer = await post(`/i/${this.getAttribute("number")}/code`, { secret: this.#secret, code: this.#code });
      if (!answer.ok) return this.#refused(this.#asks, await reasons(answer));
      if (atOnce) return await this.#redeem(button, null);
      this.#show("key");
      await this.#made();
    } catch {
      tell(part(this, "refusals"), [trouble(this, "unreachable")]);
    } finally {
      if (button) button.disabled = false;
    }
  }

  /** The step that asks for the code. */
  get #asks(): Step {
    return this.#first === "host" ? "host" : "code";
  }

  /** A key that was made before the code was refused, or the answer lost, is the one; so is the lock that is on it. */
  async #made(): Promise<void> {
    const row = await rowOf(this.getAttribute("talks") ?? "", `${this.getAttribute("seat")}?${this.getAttribute("number")}`);
    reveal(this, "choose", row === undefined);
    reveal(this, "chosen", row !== undefined && isLocked(row));
  }

  async #redeem(button: HTMLButtonElement | null, locking: Locking | null): Promise<void> {
    const [{ talks, seat }, number] = [this.#place, this.getAttribute("number") ?? ""];
    const idle = button?.textContent ?? "";
    if (button) button.disabled = true;
    if (button) button.textContent = button.dataset["busy"] ?? idle;
    try {
      await this.#foreseen();
      const pending = `${seat}?${number}`; // kept before it is enrolled: a lost answer loses no key
      const keys = (await opened(this, talks, pending)) ?? (await makeKept(talks, pending, locking));
      const proof = toBase64url(await sign(keys, enrolmentStatement(keys.device, number, seat, talks)));
      const answer = await post(`/i/${number}/redeem`, { secret: this.#secret, code: this.#code, proof, ...(await publicOf(keys)), ...this.#said });
      if (!answer.ok) return this.#refused(this.#asks, await reasons(answer));
      await moveKeys(talks, pending, seat);
      history.replaceState(null, "", location.pathname + location.search);
      part(this, "device-words")?.replaceChildren(wordList(await spoken(keys.device, document.documentElement.lang)));
      this.#done = true;
      const goesOn = this.#from === "" ? this.dataset["lobby"] : `/talks/${talks}/${seat}/sheet/roster.device-vouched.1?device=${keys.device}`;
      if (goesOn === undefined) this.#show("fingerprint");
      reveal(this, "lobby", false); // on a slow line, who went to the table before would come there as a stranger
      const refused = await signIn(talks, seat, keys).finally(() => reveal(this, "lobby"));
      tell(part(this, "refusals"), refused.map(worded));
      if (refused.length > 0 || !(await this.#sameRecord())) return;
      if (goesOn !== undefined) location.replace(goesOn);
    } catch (fault) {
      if (this.#stopped(fault)) return;
      tell(part(this, "refusals"), [trouble(this, "unreachable")]);
    } finally {
      if (button) button.disabled = false;
      if (button) button.textContent = idle;
    }
  }

  /** Now that entries are for this device, unless it waits for admission: what is shown has grown from the kept head. */
  async #sameRecord(): Promise<boolean> {
    const { standing } = await import("../witness/standing.js");
    return standing(this.#place).then(
      () => true,
      (fault: unknown) => !this.#stopped(fault),
    );
  }
}
