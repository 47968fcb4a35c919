/** The table's entries as the server posts them: bytes to be checked, a piece at a time. */

import { utf8, type Bytes } from "./bytes.js";

const PIECE = 500; // asked for at once

/** Canonical entries that say who sits, and no others; they are for a head that is not admitted itself yet, too. */
export async function rosterEntries(base: string): Promise<Bytes[]> {
  const answer = await fetch(`${base}/roster`);
  if (!answer.ok) throw new Error(`the roster: ${answer.status}`);
  return lines(await answer.text());
}

function lines(text: string): Bytes[] {
  return text.split("\n").flatMap((line) => (line === "" ? [] : [utf8(line)]));
}

/** Canonical entries of the table from number `from` on; `base` is the seat's path. Throws if the answer is no record. */
export async function tableEntries(base: string, from = 0): Promise<Bytes[]> {
  const found: Bytes[] = [];
  for (let last = PIECE; last === PIECE; ) {
    const start = from + found.length;
    const answer = await fetch(`${base}/record/table/entries?from=${start}&to=${start + PIECE}`);
    if (!answer.ok) throw new Error(`the record: ${answer.status}`);
    const fresh = lines(await answer.text());
    found.push(...fresh);
    last = fresh.length;
  }
  return found;
}
