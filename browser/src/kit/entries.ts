/** Entries as the server posts them, a piece at a time: bytes to be checked. An entry is a line and holds no line break. */

import { utf8, type Bytes } from "./bytes.js";

const PIECE = 500; // asked for at once

/** Canonical entries that say who sits, and no others; they are for a head that is not admitted itself yet, too. Null if not even those are for this device. */
export async function rosterEntries(base: string): Promise<Bytes[] | null> {
  const answer = await fetch(`${base}/roster`);
  if (answer.status === 403) return null;
  if (!answer.ok) throw new Error(`the roster: ${answer.status}`);
  return lines(await answer.text());
}

function lines(text: string): Bytes[] {
  return text.split("\n").flatMap((line) => (line === "" ? [] : [utf8(line)]));
}

/** Canonical entries from number `from` up to `to`; `path` is the compartment's. Throws if the answer is no record. */
export async function entriesBetween(path: string, from: number, to: number): Promise<Bytes[]> {
  const found: Bytes[] = [];
  while (from + found.length < to) {
    const start = from + found.length;
    const answer = await fetch(`${path}/entries?from=${start}&to=${Math.min(start + PIECE, to)}`);
    if (!answer.ok) throw new Error(`the record: ${answer.status}`);
    const fresh = lines(await answer.text());
    if (fresh.length === 0) break; // there is less than was said
    found.push(...fresh);
  }
  return found.slice(0, Math.max(0, to - from));
}
