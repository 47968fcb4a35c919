/** The desk beside the table: any page of this seat, put there without leaving the room, so that no call drops. */

type Htmx = { readonly process: (root: Element) => void };

/** Whether a link is to one of this seat's own pages and may be opened on the desk. */
export function isForDesk(link: { readonly href: string; readonly target: string; readonly download: string }, base: string): boolean {
  const address = new URL(link.href);
  const own = address.pathname.startsWith(`${base}/`) && !address.pathname.startsWith(`${base}/room`);
  return own && address.origin === location.origin && link.target === "" && link.download === "";
}

/** Opens links of the tabs and of the desk on the desk; a page that cannot be had is opened as an ordinary one. */
export function mindDesk(root: Document, base: string, signal: AbortSignal): void {
  const desk = root.getElementById("desk");
  if (desk === null) return;
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
}

async function put(desk: HTMLElement, address: string): Promise<void> {
  const answer = await fetch(address, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.getElementById("main");
  if (!answer.ok || main === null) throw new Error(String(answer.status));
  for (const script of page.querySelectorAll<HTMLScriptElement>("script[type=module][src]")) bring(script.src);
  desk.replaceChildren(...main.childNodes);
  (globalThis as { readonly htmx?: Htmx }).htmx?.process(desk);
  desk.dispatchEvent(new Event("parley-desk", { bubbles: true }));
  for (const tab of document.querySelectorAll<HTMLAnchorElement>(".room-desk-tabs a")) {
    if (new URL(tab.href).pathname === new URL(address).pathname) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  desk.scrollTop = 0;
  desk.focus({ preventScroll: true });
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
