/**
 * A digest as everyday words, to be compared by voice: an aid to the ear. Devices compare the whole digest.
 * The lists are those of parley.record.wordlists, by the byte that a word stands for; a page fetches the one that it needs.
 */

const LISTS: Readonly<Record<string, () => Promise<{ readonly WORDS: string }>>> = {
  en: () => import("./wordlists/en.js"),
  ps: () => import("./wordlists/ps.js"),
  fa: () => import("./wordlists/fa.js"),
  ar: () => import("./wordlists/ar.js"),
};

export const LISTED: readonly string[] = Object.keys(LISTS);

/** The language of the lists that a reader's page is in; English if there is none in it. */
export function listed(lang: string): string {
  const short = lang.split("-")[0] ?? "";
  return Object.hasOwn(LISTS, short) ? short : "en";
}

/** The 256 words of the list for this language. */
export async function wordList(lang: string): Promise<readonly string[]> {
  const list = await LISTS[listed(lang)]?.();
  return list?.WORDS.split(" ") ?? [];
}

/** The words for the first `count` bytes of a digest in lower hex; an unknown language gets English. */
export async function words(digest: string, lang: string, count = 6): Promise<string[]> {
  const list = await wordList(lang);
  const bytes = digest.match(/../g)?.slice(0, count).map((pair) => Number.parseInt(pair, 16)) ?? [];
  if (bytes.length < count) throw new RangeError(`${bytes.length} bytes make no ${count} words`);
  return bytes.map((byte) => list[byte] ?? "");
}
