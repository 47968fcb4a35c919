/** What every page does: hear that something changed and say so, keep drafts, print, and take the desk's keys. */

import type { News } from "../kit/live.js";

addEventListener("load", () => void import("../ahead/run.js"));

/** What no page waits for comes after all that it does wait for. */
async function later(): Promise<typeof import("./later.js")> {
  if (document.readyState !== "complete") await new Promise((go) => addEventListener("load", go, { once: true }));
  return import("./later.js");
}

/** Marks what changed and offers to show it; nothing moves by itself. */
class Live extends HTMLElement {
  #end = new AbortController();
  #late: ReturnType<typeof setTimeout> | null = null;
  #sizes: Record<string, number> = {}; // entries of each compartment, as far as this page knows

  connectedCallback(): void {
    this.setAttribute("role", "status");
    this.#sizes = JSON.parse(this.dataset["sizes"] ?? "{}") as Record<string, number>;
    const source = this.getAttribute("src");
    if (source && "locks" in navigator) void later().then(({ listen }) => this.isConnected && listen(source, (news) => this.#hear(news), this.#end.signal));
  }

  disconnectedCallback(): void {
    this.#end.abort();
  }

  #hear({ event, data }: News): void {
    if (event === "line") return this.#line(data === "up");
    if (event === "hello") return this.#missed(JSON.parse(data) as Record<string, number>);
    if (event !== "recorded") return;
    const { area, compartment, seq } = JSON.parse(data) as { area: string; compartment: string; seq: number };
    this.#sizes[compartment] = Math.max(this.#sizes[compartment] ?? 0, seq + 1);
    const touched = [...document.querySelectorAll<HTMLElement>("[data-live]")].filter((each) =>
      [area, "agreed", "record"].includes(each.dataset["live"] ?? ""),
    );
    if (touched.length === 0) return;
    for (const each of touched) each.classList.add("changed");
    this.#say(this.dataset["changed"] ?? "", ...this.#look());
  }

  /** A stream begins: what was recorded while none was open, nobody has told this page. */
  #missed(sizes: Record<string, number>): void {
    const longer = Object.entries(sizes).some(([name, size]) => size > (this.#sizes[name] ?? 0));
    Object.assign(this.#sizes, sizes);
    void document.querySelector<RecordStop>("parley-record-stop")?.look(); // the server may have come back with another record
    if (longer && document.querySelector("[data-live]")) this.#say(this.dataset["back"] ?? "", ...this.#look());
  }

  /** A page that answers a form has no such button: asked for again, it would be another, or the form sent again. */
  #look(): HTMLButtonElement[] {
    if (this.dataset["look"] === undefined) return [];
    const look = document.createElement("button");
    look.className = "button";
    look.textContent = this.dataset["look"];
    look.addEventListener("click", () => location.reload());
    return [look];
  }

  #line(up: boolean): void {
    if (!up) {
      this.#late ??= setTimeout(() => this.#say(this.dataset["lost"] ?? ""), 5000); // each attempt says again that it is down
      return;
    }
    if (this.#late !== null) clearTimeout(this.#late);
    this.#late = null;
    if (this.dataset["saying"] === this.dataset["lost"]) this.#say(this.dataset["back"] ?? "", ...this.#look());
  }

  #say(words: string, ...more: Node[]): void {
    this.dataset["saying"] = words;
    const line = document.createElement("span");
    line.textContent = words;
    this.replaceChildren(line, ...more);
  }
}

customElements.define("parley-live", Live);

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

/**
 * Keys of the names desk: each stands on its button. Under a keyboard of another script the key in the same place does it. Never
 * with a modifier, never while somebody writes.
 */
document.addEventListener("keydown", (event) => {
  const writing = (event.target as Element).closest("input, textarea, select");
  if (writing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const key = /^[a-z]$/i.test(event.key) ? event.key : event.code.replace(/^Key/, "");
  document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key.toLowerCase())}"]`)?.click();
});

/** Who sits: the words of a fingerprint are made on this device, on the desk beside the table too. */
class Devices extends HTMLElement {
  connectedCallback(): void {
    void later().then(({ spellPage }) => spellPage(this)).catch(() => undefined);
  }
}

customElements.define("parley-devices", Devices);

/** A file's control in the reader's words: the browser's own, unseen, lies over what is drawn and takes clicks, drops and keys. */
class FileInput extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector("input");
    if (input === null || this.classList.contains("drawn")) return;
    const button = document.createElement("span");
    button.className = "button";
    button.textContent = this.dataset["choose"] ?? "";
    const name = document.createElement("bdi");
    const tell = (): void => void (name.textContent = input.files?.[0]?.name ?? this.dataset["none"] ?? "");
    tell();
    input.addEventListener("change", tell);
    for (const drawn of [button, name]) drawn.setAttribute("aria-hidden", "true");
    this.append(button, name);
    this.classList.add("drawn");
  }
}

customElements.define("parley-file", FileInput);

/** A choice of cities begins with the one whose clock this browser goes by; whoever sits elsewhere chooses another. */
class Zone extends HTMLElement {
  connectedCallback(): void {
    const select = this.querySelector("select");
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (select?.value === "" && [...select.options].some(({ value }) => value === here)) select.value = here;
  }
}

customElements.define("parley-zone", Zone);

/** Goes on to where its link leads, unless there is something here to print first. */
class Onward extends HTMLElement {
  connectedCallback(): void {
    const link = this.querySelector("a");
    if (link !== null && this.dataset["stays"] === undefined) location.replace(link.href);
  }
}

customElements.define("parley-onward", Onward);

/** Drafts survive closing the lid: what is written in a form stays in this browser until it is sent; if `data-kept`, until it is recorded. */
const SENT = "sent drafts";

/** Fields whose words are kept: every long one, and the lines of a form that asks for it. */
type Area = HTMLTextAreaElement | HTMLInputElement;
const KEPT = "textarea[name], form[data-drafts] input.input[name]";

function draftOf(area: Area): string {
  return `draft ${area.form ? new URL(area.form.action, location.href).pathname : location.pathname} ${area.id}`;
}

function restore(): void {
  for (const area of document.querySelectorAll<Area>(KEPT)) {
    const draft = localStorage.getItem(draftOf(area));
    if (draft === null || draft === area.value) continue;
    area.value = draft;
    area.closest("details")?.setAttribute("open", ""); // what was kept is seen to be
  }
}

document.addEventListener("input", ({ target }) => {
  if ((target as Element).matches(KEPT)) localStorage.setItem(draftOf(target as Area), (target as Area).value);
});
document.addEventListener("submit", ({ target }) => {
  const form = target as HTMLFormElement;
  const sent = [...form.querySelectorAll<Area>("textarea, input.input[name]")].map(draftOf);
  if (form.dataset["kept"] !== undefined) sessionStorage.setItem(SENT, JSON.stringify(sent));
  else for (const draft of sent) localStorage.removeItem(draft); // the answer shows again what was written
});

function forget(): void {
  for (const draft of JSON.parse(sessionStorage.getItem(SENT) ?? "[]") as string[]) localStorage.removeItem(draft);
  sessionStorage.removeItem(SENT);
}

document.addEventListener("parley-recorded", forget); // on the desk beside the table
if (location.hash === "#recorded") {
  forget();
  history.replaceState(null, "", location.pathname + location.search);
}
document.addEventListener("parley-desk", restore);
restore();

/** On every page: is what this machine shows the record that this device has seen? If not, it is said at once. */
class RecordStop extends HTMLElement {
  #looking = false;

  connectedCallback(): void {
    void this.look();
  }

  async look(): Promise<void> {
    const [, talks, seat] = SEAT.exec(location.pathname) ?? [];
    if (!talks || !seat || this.#looking) return;
    this.#looking = true;
    try {
      const { Contradicted, look } = await later();
      const names = JSON.parse(this.dataset["compartments"] ?? "[]") as string[];
      const wrong = (fault: unknown): boolean => fault instanceof Contradicted; // a lost line says nothing of the record
      const found = await Promise.all(names.map((compartment) => look({ talks, seat, compartment }).then(() => false, wrong)));
      this.hidden = !found.includes(true);
    } finally {
      this.#looking = false;
    }
  }
}

const SEAT = /^\/talks\/([^/]+)\/([^/]+)(?:\/|$)/;
customElements.define("parley-record-stop", RecordStop);

const [, talksHere, seatHere] = SEAT.exec(location.pathname) ?? [];
if (talksHere && seatHere) void later().then(({ attendKeys }) => attendKeys(talksHere, seatHere)).catch(() => undefined);

/** Cosigning is automatic: once in a tab's life this device reads the table's record and signs the head it has checked. */
const seat = /^\/talks\/([^/]+)\/([^/]+)\/today$/.exec(location.pathname);
if (seat?.[1] && seat[2] && sessionStorage.getItem("witnessed") !== seat[0]) {
  const place = { talks: seat[1], seat: seat[2], compartment: "table" };
  setTimeout(() => {
    void later()
      .then(({ checked }) => checked(place))
      .then(() => sessionStorage.setItem("witnessed", seat[0]))
      .catch(() => undefined); // the Record page says what is wrong; here it is tried again with the next page
  }, 3000);
}
