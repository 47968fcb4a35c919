/** Holds unlocked keys for the pages of this site while one of them is open: in memory, not extractable, never written. */

import type { Answered, Asked } from "./keeper.js";
import type { Pairs } from "./lock.js";

/** Between two pages there is none, for as long as a slow line takes. */
const AWAY_MS = 30_000;

const held = new Map<string, Pairs>();
const pages = new Set<string>();
let away: ReturnType<typeof setTimeout> | undefined;

/** A page holds a lock of its own for as long as it lives: who gets it after it knows that it has gone. */
function mind(page: string): void {
  clearTimeout(away);
  pages.add(page);
  void navigator.locks.request(page, () => {
    pages.delete(page);
    if (pages.size === 0) away = setTimeout(end, AWAY_MS);
  });
}

/** A browser may let this go on for minutes more: the keys must not. */
function end(): void {
  held.clear();
  close();
}

addEventListener("connect", (event) => {
  const [port] = (event as MessageEvent).ports;
  if (port === undefined) return;
  port.onmessage = ({ data: { id, what, name, keys } }: MessageEvent<Asked>) => {
    if (what === "here") return mind(name);
    if (what === "put" && keys) held.set(name, keys);
    if (what === "drop") held.delete(name);
    port.postMessage({ id, keys: what === "get" ? held.get(name) : undefined } satisfies Answered);
  };
});
