/** The desk beside the table: any page of this seat, put there without leaving the room, so that no call drops. */

/** How a page asks to go on after a signature; whoever holds the page may take it there in its own way. */
type Go = CustomEvent<string>;

/** Whether a link is to one of this seat's own pages and may be opened on the desk. */
export function isForDesk(link: { readonly href: string; readonly target: string; readonly download: string }, base: string): boolean {
  const address = new URL(link.href);
  const own = address.pathname.startsWith(`${base}/`) && !address.pathname.startsWith(`${base}/room`);
  return own && address.origin === location.origin && link.target === "" && link.download === "";
}

/**
 * Opens links of the tabs and of the desk on the desk, and what its forms are answered; a page that cannot be had is
 * opened as an ordinary one.
 */
export function mindDesk(root: Document, base: string, signal: AbortSignal): void {
  const desk = root.getElementById("desk");
  if (desk === null) return;
  const first = desk.dataset["opens"];
  if (first !== undefined) put(desk, first, false).catch(() => undefined); // on the clause on the table; else what stands there says how to go on
  root.addEventListener(
    "click",
    (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>(".room-desk a[href]");
      const plain = !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (link === null || !plain || link.hasAttribute("data-away") || !isForDesk(link, base)) return;
      event.preventDefault();
      put(desk, link.href).catch(() => location.assign(link.href));
    },
    { signal },
  );
  desk.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      void send(desk, event.target as HTMLFormElement, event.submitter);
    },
    { signal },
  );
  desk.addEventListener(
    "parley-go",
    (event) => {
      event.preventDefault();
      const address = new URL((event as Go).detail, location.href).href;
      put(desk, address).catch(() => location.assign(address));
    },
    { signal },
  );
}

let asked = 0; // pages and forms: an answer that comes after the next was asked for is not shown any more

/** `taken`: somebody pressed for it, so that they read on there. */
async function put(desk: HTMLElement, address: string, taken = true): Promise<void> {
  const mine = ++asked;
  const answer = await fetch(address, { credentials: "same-origin" });
  if (mine !== asked) return;
  if (!answer.ok) throw new Error(String(answer.status));
  desk.dataset["at"] = answer.url;
  await show(desk, answer, taken);
  if (taken) reach(desk, address);
  const clause = taken ? null : desk.querySelector("[data-on-table]");
  if (clause !== null) desk.scrollTop = clause.getBoundingClientRect().top - desk.getBoundingClientRect().top;
}

/** Goes to the part of the page that its address names, as a browser does with a page of its own. */
function reach(desk: HTMLElement, address: string): void {
  const name = decodeURIComponent(new URL(address, location.href).hash.slice(1));
  const part = name === "" ? null : desk.querySelector<HTMLElement>(`#${CSS.escape(name)}`);
  if (part === null) return;
  desk.scrollTop = part.getBoundingClientRect().top - desk.getBoundingClientRect().top;
  part.focus({ preventScroll: true });
}

/** Sends a form as the page's own address would have got it, and puts the answer on the desk; a refusal too. */
async function send(desk: HTMLElement, form: HTMLFormElement, pressed: HTMLElement | null): Promise<void> {
  const said = new FormData(form, pressed);
  const texts = new URLSearchParams([...said].filter((each): each is [string, string] => typeof each[1] === "string"));
  if (form.method === "get") return put(desk, `${form.action.split("?")[0]}?${texts}`);
  asked += 1;
  const lost = document.getElementById("desk-lost");
  const body = form.enctype === "multipart/form-data" ? said : texts;
  const referrer = desk.dataset["at"] ?? ""; // the page the form stands on, to which a refusal leads back
  const answer = await fetch(form.action, { method: "POST", body, referrer, credentials: "same-origin" }).catch(() => null);
  lost?.toggleAttribute("hidden", answer !== null);
  if (answer === null) return;
  if (answer.redirected) {
    form.dispatchEvent(new Event("parley-recorded", { bubbles: true }));
    desk.dataset["at"] = answer.url;
  }
  await show(desk, answer);
}

async function show(desk: HTMLElement, answer: Response, taken = true): Promise<void> {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.getElementById("main");
  if (main === null) throw new Error(String(answer.status));
  for (const script of page.querySelectorAll<HTMLScriptElement>("script[type=module][src]")) bring(script.src);
  desk.replaceChildren(...main.childNodes);
  desk.dispatchEvent(new Event("parley-desk", { bubbles: true }));
  for (const tab of document.querySelectorAll<HTMLAnchorElement>(".room-desk-tabs a")) {
    if (new URL(tab.href).pathname === new URL(answer.url).pathname) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  desk.scrollTop = 0;
  if (taken) desk.focus({ preventScroll: true });
  lookAgain(desk, page, answer.url);
}

/** A page that looks again by itself does so on the desk too, while it lies there. */
function lookAgain(desk: HTMLElement, page: Document, address: string): void {
  const seconds = Number(page.querySelector<HTMLMetaElement>("meta[http-equiv=refresh]")?.content);
  const shown = desk.firstElementChild;
  if (!seconds) return;
  setTimeout(() => {
    if (desk.firstElementChild === shown) put(desk, address).catch(() => location.assign(address));
  }, 1000 * seconds);
}

/** Loads an island that the page on the desk needs, once; modules already there are not run again. */
function bring(address: string): void {
  const there = [...document.scripts].some((script) => script.src === address);
  if (there) return;
  const script = document.createElement("script");
  script.type = "module";
  script.src = address;
  document.head.append(script);
}
