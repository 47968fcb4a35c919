/** Which bytes are keys, and which signatures are looked at: the edge cases of tests/record/vectors/keys.json, as Python judges them. */

import { describe, expect, test } from "vitest";
import { fromBase64url } from "../../src/kit/bytes.js";
import { openingKeySound, signingKeySound } from "../../src/record/curve.js";
import { signatureHolds } from "../../src/record/index.js";
import { vectors } from "./vectors.js";

type Key = { readonly name: string; readonly key: string; readonly sound: boolean };
type Signature = { readonly name: string; readonly key: string; readonly signature: string; readonly message: string; readonly holds: boolean };
const cases = vectors<{ readonly signing: Key[]; readonly opening: Key[]; readonly signatures: Signature[] }>("keys.json");

describe("a key is one that a device can have drawn", () => {
  test.each(cases.signing)("to sign: $name", ({ key, sound }) => {
    expect(signingKeySound(fromBase64url(key))).toBe(sound);
  });

  test.each(cases.opening)("to open: $name", ({ key, sound }) => {
    expect(openingKeySound(fromBase64url(key))).toBe(sound);
  });
});

test.each(cases.signatures)("a signature: $name", async ({ key, signature, message, holds }) => {
  expect(await signatureHolds(fromBase64url(key), fromBase64url(signature), fromBase64url(message))).toBe(holds);
});

test("every key that this browser draws is sound", async () => {
  const raw = async (key: CryptoKey) => new Uint8Array(await crypto.subtle.exportKey("raw", key));
  const signing = (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
  const opening = (await crypto.subtle.generateKey("X25519", false, ["deriveBits"])) as CryptoKeyPair;
  expect(signingKeySound(await raw(signing.publicKey))).toBe(true);
  expect(openingKeySound(await raw(opening.publicKey))).toBe(true);
});
