/**
 * Keys that were unlocked, in memory alone: nothing here is written anywhere. A shared worker holds them from page to page,
 * and forgets them half a minute after the last page of this site has gone; where a browser has none, each page asks again.
 */

import type { Pairs } from "./lock.js";

export type Asked = { readonly id: number; readonly what: "get" | "put" | "drop" | "here"; readonly name: string; readonly keys?: Pairs };
export type Answered = { readonly id: number; readonly keys?: Pairs | undefined };

const NEWS = "parley keys locked";
const PATIENCE_MS = 3_000;

const here = new Map<string, Pairs>(); // what this page was given
let worker: MessagePort | null | undefined;
let asked = 0;

function port(): MessagePort | null {
  if (worker !== undefined) return worker;
  if (typeof SharedWorker === "undefined" || !("locks" in navigator)) return (worker = null);
  try {
    const options = { type: "module", name: "keys", extendedLifetime: true } as WorkerOptions; // or it ends between two pages
    const beside = new URL("sign-worker.js", import.meta.url); // as it is built
    worker = new SharedWorker(beside, options).port;
    worker.start();
    stay(worker);
  } catch {
    worker = null;
  }
  return worker;
}

/** Let the worker know as long as this page is there. */
function stay(to: MessagePort): void {
  const name = `parley page ${crypto.randomUUID()}`;
  void navigator.locks.request(name, () => {
    to.postMessage({ id: 0, what: "here", name } satisfies Asked);
    return new Promise(() => undefined); // until the page has gone
  });
}

/** On a page that needs no key itself: as long as it is open, another needs not ask. */
export function attend(): void {
  port();
}

/** Ask the worker; undefined where there is none, or it does not answer. */
function ask(what: Asked["what"], name: string, keys?: Pairs): Promise<Pairs | undefined> {
  const to = port();
  if (to === null) return Promise.resolve(undefined);
  const id = ++asked;
  return new Promise((resolve) => {
    const done = (found?: Pairs): void => {
      clearTimeout(late);
      to.removeEventListener("message", hear);
      resolve(found);
    };
    const hear = ({ data }: MessageEvent<Answered>): void => {
      if (data.id === id) done(data.keys);
    };
    const late = setTimeout(done, PATIENCE_MS);
    to.addEventListener("message", hear);
    to.postMessage({ id, what, name, ...(keys ? { keys } : {}) } satisfies Asked);
  });
}

/** Another window locked a key: a page that works with it begins anew. */
let told: BroadcastChannel | null = null;
function mind(): void {
  if (told !== null || typeof BroadcastChannel === "undefined") return;
  told = new BroadcastChannel(NEWS);
  told.onmessage = ({ data }: MessageEvent<string>) => {
    if (here.delete(data)) location.reload();
  };
}

export async function held(name: string): Promise<Pairs | undefined> {
  const found = here.get(name) ?? (await ask("get", name));
  if (found === undefined) return undefined;
  here.set(name, found);
  mind();
  return found;
}

export async function hold(name: string, keys: Pairs): Promise<void> {
  here.set(name, keys);
  mind();
  await ask("put", name, keys);
}

/** Lock at once, in every window. */
export async function drop(name: string): Promise<void> {
  here.delete(name);
  await ask("drop", name);
  if (typeof BroadcastChannel === "undefined") return;
  const channel = new BroadcastChannel(NEWS);
  channel.postMessage(name);
  channel.close();
}
