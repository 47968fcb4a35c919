/**
 * Once a page can be used, and one file after the other: what the next page cannot do without, the faces that the words need, then
 * what is large. A slow line carries one thing at a time, and nothing of this while somebody goes to another page.
 */

import { cookieOf, familiesOf, keptIn, wanted, type Words } from "./model.js";

const SOON_MS = 3_000; // a face that came later than this is worn from the next page on: what is being read does not move
const FETCHED = "ahead"; // in this browser: what is large and was fetched already

const left = new AbortController();

/** Nobody is busy with the page. */
function idle(): Promise<void> {
  return new Promise((go) => (typeof requestIdleCallback === "function" ? requestIdleCallback(() => go()) : setTimeout(go, 200)));
}

function* wordsOf(body: HTMLElement): Generator<Words> {
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const text = node.nodeValue?.trim() ?? "";
    const { parentElement } = node;
    if (text === "" || parentElement === null || parentElement.closest("script, style, template") !== null) continue;
    const { fontFamily, fontWeight } = getComputedStyle(parentElement);
    yield { text, families: familiesOf(fontFamily), weight: Number(fontWeight) };
  }
}

/** Into the browser's own cache, from which whoever asks for it next has it at once. */
async function fetched(address: string | URL): Promise<void> {
  const answer = await fetch(address, { priority: "low", signal: left.signal });
  if (!answer.ok) throw new Error(String(answer.status));
  await answer.arrayBuffer();
}

/** Into the cache, and the server hears of it where the link says as what. */
async function keep(link: HTMLLinkElement, as = link.dataset["keep"]): Promise<void> {
  await fetched(link.href);
  if (as !== undefined) document.cookie = cookieOf(keptIn(document.cookie, as));
}

async function faces(links: readonly HTMLLinkElement[]): Promise<void> {
  for (const name of wanted(wordsOf(document.body))) {
    const link = links.find(({ dataset }) => dataset["face"] === name);
    if (link === undefined) continue; // the page began with it
    await fetched(new URL(`./fonts/${name}.woff2`, import.meta.url));
    await keep(link, name);
    if (performance.now() < SOON_MS && !navigator.userActivation.hasBeenActive) link.rel = "stylesheet"; // a press moves no page
  }
}

async function large(links: readonly HTMLLinkElement[]): Promise<void> {
  const all = links.map((each) => each.href).join(" ");
  if (all === "" || localStorage.getItem(FETCHED) === all) return;
  for (const link of links) await keep(link);
  localStorage.setItem(FETCHED, all);
}

async function ahead(): Promise<void> {
  await idle();
  addEventListener("beforeunload", () => left.abort(), { signal: left.signal });
  const links = [...document.querySelectorAll<HTMLLinkElement>("link[rel=later]")];
  const marked = (mark: string): HTMLLinkElement[] => links.filter((each) => mark in each.dataset);
  for (const link of marked("first")) await keep(link);
  await faces(marked("face"));
  await large(marked("large"));
  left.abort(); // nothing is under way any more
}

ahead().catch(() => left.abort()); // the line is down, or somebody went on: with the next page it is tried again
