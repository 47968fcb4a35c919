/** The sheet: checks that what is shown is what would be signed, then signs it by a long press or in two steps. */

import { fromBase64url, toBase64url, utf8, type Bytes } from "../kit/bytes.js";
import { part, post, reasons, reveal, said, tell, trouble, worded as sentence } from "../kit/dom.js";
import { contentDigest } from "../record/canonical.js";
import { bindingStatement, type Fields } from "../record/statements.js";
import { words } from "../record/words.js";
import { sign, type Keys } from "./keys.js";
import { Contradicted } from "../witness/contradicted.js";
import { byOwnKey, fingerprints, recorded, spell } from "./spell.js";
import { worded } from "./spoken.js";
import { madeHere } from "./paperform.js";
import { legible } from "./legible.js";
import { opened } from "./unlock.js";
import { heldLongEnough, HOLD_MS, IDLE, mayPass, pressed, released, sameDevices, sameThing, type Press, type Shown } from "./model.js";

type Content = { readonly salt: string; readonly media: string; readonly bytes: string };

const PAPER_KEY = "roster.paper-key-made.1";
const HOLDS = new Set([" ", "Enter"]);

export class SheetElement extends HTMLElement {
  #press: Press = IDLE;
  #fields: Fields = {};

  async connectedCallback(): Promise<void> {
    this.#fields = JSON.parse(part(this, "fields")?.textContent ?? "{}") as Fields;
    const keys = await opened(this, this.#of("talks"), this.#of("seat")).catch(() => undefined);
    if (!keys) return this.#stop("no_key");
    const shown = await this.#shown().catch(() => null);
    if (shown === null) return this.#stop("not_read");
    if (!sameThing(this.#of("kind"), this.#fields, shown)) return this.#stop("differs");
    if (this.#of("kind") === PAPER_KEY && !madeHere(this.#fields["ed25519"])) return this.#stop("differs");
    const named = await this.#devicesAreThese(keys).catch((fault: unknown) => (fault instanceof Contradicted ? "forked" : "not_read"));
    if (typeof named === "string") return this.#stop(named);
    if (!named) return this.#stop("differs");
    if (!(await this.#spell().then(() => true, () => false))) return this.#stop("not_read");
    reveal(this, "same");
    reveal(this, "sign");
    this.#listen(keys);
  }

  #of(name: string): string {
    return this.getAttribute(name) ?? "";
  }

  #stop(code: string): void {
    tell(part(this, "refusals"), [trouble(this, code)]);
  }

  /** Every content the page shows, with the digest of its very bytes; long ones are fetched whole and put in the page. */
  async #shown(): Promise<Shown[]> {
    const places = [...this.querySelectorAll<HTMLElement>("[data-content]")];
    return Promise.all(
      places.map(async (place) => {
        const claimed = place.dataset["content"] ?? "";
        const fetched = place.dataset["fetch"];
        const [salt, bytes] = fetched ? await this.#fetch(fetched, place) : this.#inPage(place);
        return { claimed, computed: await contentDigest(salt, bytes) };
      }),
    );
  }

  #inPage(place: HTMLElement): [Bytes, Bytes] {
    return [fromBase64url(place.dataset["salt"] ?? ""), utf8(place.textContent ?? "")];
  }

  async #fetch(path: string, place: HTMLElement): Promise<[Bytes, Bytes]> {
    const answer = await fetch(path, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const content = (await answer.json()) as Content;
    const bytes = fromBase64url(content.bytes);
    place.textContent = legible(content.media, bytes) ?? place.dataset["unshown"] ?? "";
    return [fromBase64url(content.salt), bytes];
  }

  /**
   * Whether the devices named on the page are exactly those that the act is about; their words are made from the record's keys,
   * or this device's own. The record is read for every sheet: nothing is signed where it is not the one that this device has seen.
   */
  async #devicesAreThese(keys: Keys): Promise<boolean> {
    const named = [...this.querySelectorAll<HTMLElement>("[data-device]")].map((place) => place.dataset["device"] ?? "");
    const own = named.every((device) => device === keys.device); // a head's first: the roster is not for it to read yet
    const known = await recorded({ base: this.#of("base"), talks: this.#of("talks"), seat: this.#of("seat") });
    if ((known === null && !own) || !sameDevices(this.#fields, named)) return false;
    // Whether a head changed is read from the record on this device: the server's own word might leave it out.
    const came = named.map((device) => known?.get(device));
    if (came.some((device) => device?.renewed)) reveal(this, "warned-renewed");
    for (const how of ["deputy", "paper"]) if (came.some((device) => device?.recovered === how)) reveal(this, `warned-${how}`);
    return spell(this, known && !own ? fingerprints(known) : byOwnKey(keys), document.documentElement.lang);
  }

  /** Digests as words made on this device: what the server had written there is replaced. */
  async #spell(): Promise<void> {
    for (const place of this.querySelectorAll<HTMLElement>("[data-spell]")) {
      place.replaceChildren(worded((await words(place.dataset["spell"] ?? "", document.documentElement.lang)).join(" · ")));
    }
  }

  #listen(keys: Keys): void {
    const hold = part<HTMLButtonElement>(this, "hold");
    if (hold === null) return;
    const idle = hold.textContent ?? "";
    const begin = (): void => {
      if (hold.disabled || this.#press.state !== "idle") return;
      this.#press = pressed(this.#press, performance.now());
      hold.classList.add("pressed");
      hold.textContent = hold.dataset["pressed"] ?? idle;
      const started = this.#press;
      setTimeout(() => {
        if (this.#press === started && heldLongEnough(this.#press, performance.now())) void this.#sign(keys, hold, idle);
      }, HOLD_MS + 10);
    };
    const end = (): void => {
      this.#press = released(this.#press);
      if (this.#press.state !== "idle") return;
      hold.classList.remove("pressed");
      hold.textContent = idle;
    };
    hold.addEventListener("pointerdown", begin);
    for (const name of ["pointerup", "pointercancel", "pointerleave", "blur"]) hold.addEventListener(name, end);
    hold.addEventListener("contextmenu", (event) => event.preventDefault());
    hold.addEventListener("keydown", (event) => {
      if (!HOLDS.has(event.key)) return;
      event.preventDefault();
      if (!event.repeat) begin();
    });
    hold.addEventListener("keyup", (event) => HOLDS.has(event.key) && end());
    this.#steps(keys, hold, idle);
  }

  /** The same in two presses, for a switch, a screen reader or a hand that cannot hold. */
  #steps(keys: Keys, hold: HTMLButtonElement, idle: string): void {
    const ask = (shown: boolean): void => {
      reveal(this, "confirm", shown);
      hold.hidden = shown;
    };
    part(this, "steps")?.addEventListener("click", () => {
      if (hold.disabled) return;
      ask(true);
      part(this, "no")?.focus();
    });
    part(this, "no")?.addEventListener("click", () => ask(false));
    part(this, "yes")?.addEventListener("click", () => {
      ask(false);
      void this.#sign(keys, hold, idle);
    });
  }

  async #sign(keys: Keys, hold: HTMLButtonElement, idle: string): Promise<void> {
    if (this.#press.state === "signed") return;
    this.#press = { state: "signed" };
    hold.disabled = true;
    hold.textContent = hold.dataset["sending"] ?? idle;
    const act = {
      talks: this.#of("talks"),
      compartment: this.#of("compartment"),
      kind: this.#of("kind"),
      body: this.#fields,
      command: this.#of("command"),
      seat: this.#of("seat"),
    };
    const answer = await this.#send(act.kind, act.command, toBase64url(await sign(keys, bindingStatement(act))));
    if (answer?.ok) {
      hold.textContent = hold.dataset["done"] ?? idle;
      setTimeout(() => this.#go(), 900);
      return;
    }
    this.#press = IDLE;
    hold.disabled = false;
    hold.classList.remove("pressed");
    hold.textContent = idle;
    if (answer === null || answer.status >= 500) return this.#stop("unreachable"); // whether it was recorded is not known
    const why = await reasons(answer);
    reveal(this, "sign", mayPass(why.map(({ code }) => code)));
    tell(part(this, "refusals"), why.map(sentence), [said(this, "nothing"), said(this, "anew")]);
  }

  /** To the page the sheet was opened from; on the desk beside the table, that is where it opens. */
  #go(): void {
    const there = new CustomEvent("parley-go", { bubbles: true, cancelable: true, detail: this.#of("back") });
    if (this.dispatchEvent(there)) location.assign(this.#of("back"));
  }

  #send(kind: string, id: string, signature: string): Promise<Response | null> {
    return post(`${this.#of("base")}/commands/${kind}`, { id, fields: this.#fields, signature }).catch(() => null);
  }
}
