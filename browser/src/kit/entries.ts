/** Entries as the server posts them, a piece at a time: bytes to be checked. An entry is a line and holds no line break. */

import { utf8, type Bytes } from "./bytes.js";

const PIECE = 500; // asked for at once

/** Canonical entries from number `from` up to `to`; `path` is the compartment's. Throws if the answer is no record. */
export async function entriesBetween(path: string, from: number, to: number): Promise<Bytes[]> {
  const found: Bytes[] = [];
  while (from + found.length < to) {
    const start = from + found.length;
    const answer = await fetch(`${path}/entries?from=${start}&to=${Math.min(start + PIECE, to)}`);
    if (!answer.ok) throw new Error(`the record: ${answer.status}`);
    const fresh = (await answer.text()).split("\n").filter((line) => line !== "");
    if (fresh.length === 0) break; // there is less than was said
    found.push(...fresh.map(utf8));
  }
  return found.slice(0, Math.max(0, to - from));
}
