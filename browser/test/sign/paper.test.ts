import { expect, test } from "vitest";

import { fromBase64url, utf8, type Bytes } from "../../src/kit/bytes.js";
import { signatureHolds } from "../../src/record/canonical.js";
import { signingKeySound } from "../../src/record/curve.js";
import { drawn, keyOf, secretOf, wordsOf } from "../../src/sign/paper.js";

const LANGUAGES = ["en", "ps", "fa-AF", "ar"];

test.each(LANGUAGES)("a paper key typed in again in %s signs as the one that was made", async (lang) => {
  const secret = drawn();
  const words = await wordsOf(secret, lang);
  expect(words).toHaveLength(18);
  const made = await keyOf(secret);
  for (const said of [words.join(" "), words.join("\n"), words.map((word, i) => `${i + 1}. ${word}`).join("  "), words.join(" · ").toUpperCase()]) {
    const again = await secretOf(said);
    expect(again).toEqual(secret);
    const key = await keyOf(again as Bytes);
    expect(key.ed25519).toBe(made.ed25519);
    const statement = utf8("parley-paper-key/1\n{}");
    expect(await signatureHolds(fromBase64url(made.ed25519), fromBase64url(await key.sign(statement)), statement)).toBe(true);
  }
  expect(signingKeySound(fromBase64url(made.ed25519))).toBe(true);
});

test("a word that is wrong, missing, exchanged or of no list makes no key", async () => {
  const words = await wordsOf(Uint8Array.from({ length: 16 }, (_, i) => i * 7) as Bytes, "en");
  const slips = [words.slice(1), [...words, "ash"], [words[1]!, words[0]!, ...words.slice(2)], ["ash", ...words.slice(1)], ["xyzzy", ...words.slice(1)], []];
  for (const said of slips) expect(await secretOf(said.join(" "))).toBeNull();
});

test("a paper key is the same on every device: the words of a known secret make a known key", async () => {
  const secret = await secretOf((await wordsOf(new Uint8Array(16) as Bytes, "ar")).join(" "));
  expect(secret).toEqual(new Uint8Array(16));
  expect((await keyOf(secret as Bytes)).ed25519).toBe("-6oMtmEWO4OQ3f1ZgHcZFGdtsKc4GMpM0BBYI1UDiLU");
});
