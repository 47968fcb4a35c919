/** The table's entries as the server posts them: bytes to be checked, a piece at a time. */

import { utf8, type Bytes } from "./bytes.js";

const PIECE = 500; // asked for at once

/** Canonical entries of the table from number `from` on; `base` is the seat's path. Throws if the answer is no record. */
export async function tableEntries(base: string, from = 0): Promise<Bytes[]> {
  const found: Bytes[] = [];
  for (let last = PIECE; last === PIECE; ) {
    const start = from + found.length;
    const answer = await fetch(`${base}/record/table/entries?from=${start}&to=${start + PIECE}`);
    if (!answer.ok) throw new Error(`the record: ${answer.status}`);
    const fresh = (await answer.text()).split("\n").filter((line) => line !== "");
    found.push(...fresh.map(utf8));
    last = fresh.length;
  }
  return found;
}
