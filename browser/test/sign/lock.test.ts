// @vitest-environment happy-dom
/** A lock on a key: what lies in the database opens with its own words alone, and holds no seed. */
import "fake-indexeddb/auto";
import { expect, test } from "vitest";

import { concat, fromBase64url, utf8, type Bytes } from "../../src/kit/bytes.js";
import { keep } from "../../src/kit/db.js";
import { signatureHolds } from "../../src/record/canonical.js";
import { LISTED, listed, wordList } from "../../src/record/words.js";
import { forgetKeys, keysIfOpen, keysOf, KeyLocked, lockKeys, make, moveKeys, rowOf, sign, unlock, type Locking } from "../../src/sign/keys.js";
import { makeKept } from "../../src/sign/kept.js";
import { drawn, folded, isLocked, ITERATIONS, keyOfSecret, keyOfWords, locked, lockByWords, typed, WORDS, type Locked } from "../../src/sign/lock.js";

async function byWords(lang = "en"): Promise<{ words: string[]; locking: Locking }> {
  const list = await wordList(lang);
  const words = drawn(list);
  const found = typed(words.join(" "), list);
  if (!("bytes" in found)) throw new Error("they were drawn here");
  const lock = lockByWords(lang);
  return { words, locking: { lock, key: await keyOfWords(found.bytes, lock) } };
}

async function row(seat: string): Promise<Locked> {
  const found = await rowOf("march", seat);
  if (found === undefined || !isLocked(found)) throw new Error("it is not locked");
  return found;
}

test("the words are at least six and at least 64 bits, and each guess costs what OWASP asks of PBKDF2", async () => {
  for (const lang of LISTED) {
    const words = await wordList(lang);
    expect(new Set(words.map(folded)).size).toBe(256); // folding takes nothing from what was drawn
    expect(WORDS * Math.log2(words.length)).toBeGreaterThanOrEqual(64);
  }
  expect(WORDS).toBeGreaterThanOrEqual(6);
  expect(ITERATIONS).toBeGreaterThanOrEqual(600_000);
});

test("words are drawn each time anew, from the whole list", async () => {
  const [pashto, english] = await Promise.all(["ps", "en"].map(wordList));
  if (!pashto || !english) throw new Error("there are lists");
  const seen = new Set(Array.from({ length: 400 }, () => drawn(pashto)).flat());
  expect(seen.size).toBeGreaterThan(250); // 3,200 draws: one of 256 is missed once in 275,000
  expect(drawn(english)).not.toEqual(drawn(english));
});

test("a PIN is no lock: nor are five words, nor words of one's own", async () => {
  const english = await wordList("en");
  for (const pin of ["1234", "000000", "1 2 3 4 5 6 7 8", ""]) expect(typed(pin, english)).toEqual({ fault: "number", n: 0 });
  expect(typed(drawn(english).slice(0, 5).join(" "), english)).toEqual({ fault: "number", n: 5 });
  expect(typed(drawn(english).slice(0, 7).join(" "), english)).toEqual({ fault: "number", n: 7 });
  const own = [...drawn(english).slice(0, 3), "opensesame", ...drawn(english).slice(0, 4)];
  expect(typed(own.join(" "), english)).toEqual({ fault: "unknown", at: 4 });
  await expect(keyOfWords(new Uint8Array(5), lockByWords("en"))).rejects.toThrow(RangeError);
});

test("words count the same from any keyboard, numbered or not", async () => {
  const [dari, english] = await Promise.all(["fa", "en"].map(wordList));
  if (!dari || !english) throw new Error("there are lists");
  const words = dari.filter((word) => /[یک]/u.test(word)).slice(0, WORDS);
  const other = words.map((word, i) => `${i + 1}. ${word.replaceAll("ی", "ي").replaceAll("ک", "ك")}`).join("،\n");
  expect(typed(other, dari)).toEqual(typed(words.join(" "), dari));
  const latin = drawn(english);
  expect(typed(latin.join(" - ").toUpperCase(), english)).toEqual(typed(latin.join(" "), english));
  expect([listed("fa-AF"), listed("ps"), listed("de")]).toEqual(["fa", "ps", "en"]);
});

test("a locked key signs after its words and not before, and wrong words lose nothing", async () => {
  const { locking } = await byWords();
  const made = await makeKept("march", "north-head", locking);
  expect((await keysOf("march", "north-head"))?.device).toBe(made.device); // open for the pages of now
  await lockKeys("march", "north-head");
  await expect(keysOf("march", "north-head")).rejects.toBeInstanceOf(KeyLocked);
  expect(await keysIfOpen("march", "north-head")).toBeUndefined();
  const kept = await row("north-head");
  const wrong = (await byWords()).locking.key;
  expect(await unlock("march", "north-head", kept, wrong)).toBeNull();
  await expect(keysOf("march", "north-head")).rejects.toBeInstanceOf(KeyLocked);
  expect(await row("north-head")).toEqual(kept);
  const keys = await unlock("march", "north-head", kept, locking.key);
  if (keys === null) throw new Error("its own words");
  expect(await signatureHolds(fromBase64url(kept.ed25519), await sign(keys, utf8("said")), utf8("said"))).toBe(true);
  for (const pair of [keys.ed25519, keys.x25519]) expect(pair.privateKey.extractable).toBe(false);
  expect((await keysOf("march", "north-head"))?.device).toBe(made.device);
});

test("what is kept under a lock holds no key that works and none of the seeds' bytes", async () => {
  const { locking } = await byWords("ar");
  const made = await make(true);
  const seeds = await Promise.all([made.ed25519, made.x25519].map(async ({ privateKey }) => (await crypto.subtle.exportKey("jwk", privateKey)).d ?? ""));
  const kept = await locked(made, { ed25519: "", x25519: "" }, locking.lock, locking.key);
  const held = [...Object.values(kept), ...Object.values(kept.lock)] as readonly unknown[];
  expect(held.some((each) => each instanceof CryptoKey)).toBe(false);
  const bytes = concat(...held.map((each) => (each instanceof Uint8Array ? each : utf8(String(JSON.stringify(each))))));
  const disk = String.fromCharCode(...bytes);
  for (const seed of seeds) expect(disk.includes(String.fromCharCode(...fromBase64url(seed)))).toBe(false);
});

test("a row whose public keys or device somebody exchanged does not open", async () => {
  const { locking } = await byWords();
  await makeKept("march", "north-lists", locking);
  const kept = await row("north-lists");
  const other = await makeKept("march", "north-member", (await byWords()).locking);
  const theirs = await row("north-member");
  for (const forged of [{ ...kept, device: other.device }, { ...kept, ed25519: theirs.ed25519 }, { ...kept, x25519: theirs.x25519 }]) {
    expect(await unlock("march", "north-lists", forged, locking.key)).toBeNull();
  }
});

test("a key that was unlocked is not taken for the one that is kept there now", async () => {
  await makeKept("march", "south-head", (await byWords()).locking);
  const { locking } = await byWords();
  const pairs = await make(true);
  const next = await locked(pairs, { ed25519: "", x25519: "" }, locking.lock, locking.key);
  await keep("devices", "march/south-head", next); // by another window, with another invitation
  await expect(keysOf("march", "south-head")).rejects.toBeInstanceOf(KeyLocked);
});

test("a seat's key takes the place of the one before, and the invitation's copy is gone; for good means both", async () => {
  await makeKept("march", "south-lists", null); // without a lock, years ago
  const { locking } = await byWords();
  const made = await makeKept("march", "south-lists?7", locking);
  await moveKeys("march", "south-lists?7", "south-lists");
  expect(await rowOf("march", "south-lists?7")).toBeUndefined();
  expect((await row("south-lists")).device).toBe(made.device);
  expect((await keysOf("march", "south-lists"))?.device).toBe(made.device);
  await makeKept("march", "south-lists?8", null); // an invitation that was opened and not finished
  await forgetKeys("march", "south-lists");
  expect(await rowOf("march", "south-lists?8")).toBeUndefined();
  expect(await keysOf("march", "south-lists")).toBeUndefined();
});

test("a passkey's 32 bytes open what they locked, and others do not", async () => {
  const secret = crypto.getRandomValues(new Uint8Array(32)) as Bytes;
  const lock = { by: "passkey", credential: new Uint8Array(16), salt: new Uint8Array(32) } as const;
  await makeKept("march", "chair", { lock, key: await keyOfSecret(secret) });
  const kept = await row("chair");
  expect(await unlock("march", "chair", kept, await keyOfSecret(crypto.getRandomValues(new Uint8Array(32)) as Bytes))).toBeNull();
  expect((await unlock("march", "chair", kept, await keyOfSecret(secret)))?.device).toBe(kept.device);
});
