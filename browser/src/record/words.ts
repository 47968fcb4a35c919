/** A digest as everyday words, to be compared by voice: an aid to the ear. Devices compare the whole digest. */

import { LISTS } from "./wordlists.js";

/** The words for the first `count` bytes of a digest in lower hex; an unknown language gets English. */
export function words(digest: string, lang: string, count = 6): string[] {
  const short = lang.split("-")[0] ?? "";
  const list = ((Object.hasOwn(LISTS, short) ? LISTS[short] : LISTS["en"]) ?? "").split(" ");
  const bytes = digest.match(/../g)?.slice(0, count).map((pair) => Number.parseInt(pair, 16)) ?? [];
  if (bytes.length < count) throw new RangeError(`${bytes.length} bytes make no ${count} words`);
  return bytes.map((byte) => list[byte] ?? "");
}
