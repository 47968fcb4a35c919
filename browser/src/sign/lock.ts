/**
 * A key under a lock: what lies on the disk does not open without words that were drawn here, or without a passkey.
 * A seed is locked before it is first kept, so that the disk never had it in the clear: docs/adr/0026.
 */

import { canonical, concat, utf8, type Bytes } from "../kit/bytes.js";

/** Of lists of 256 words eight are 64 bits; each guess at them costs ITERATIONS besides. Never fewer than six. */
export const WORDS = 8;

/** Source: OWASP, Password Storage Cheat Sheet (2023), for PBKDF2 with HMAC-SHA-256. */
export const ITERATIONS = 600_000;

const SEED = 48; // bytes of an Ed25519 or X25519 key in PKCS #8 (RFC 8410)
const FORMAT = "parley-lock/1";

export type Lock =
  | { readonly by: "words"; readonly lang: string; readonly salt: Bytes; readonly iterations: number }
  | { readonly by: "passkey"; readonly credential: Bytes; readonly salt: Bytes };

export type Pairs = { readonly device: string; readonly ed25519: CryptoKeyPair; readonly x25519: CryptoKeyPair };

/** As it lies on the disk: everything but the seeds is public. */
export type Locked = {
  readonly format: typeof FORMAT;
  readonly device: string;
  readonly ed25519: string; // public, as is the next
  readonly x25519: string;
  readonly lock: Lock;
  readonly nonce: Bytes;
  readonly sealed: Bytes;
};

/** What was typed, as the bytes that the words stand for; or what is wrong with it. `at` counts from 1. */
export type Typed = { readonly bytes: Bytes } | { readonly fault: "number"; readonly n: number } | { readonly fault: "unknown"; readonly at: number };

export function isLocked(row: object): row is Locked {
  return (row as { readonly format?: unknown }).format === FORMAT;
}

/** Words drawn at random from a list of 256. */
export function drawn(list: readonly string[]): string[] {
  return [...crypto.getRandomValues(new Uint8Array(WORDS))].map((byte) => list[byte] ?? "");
}

const LETTERS: Readonly<Record<string, string>> = { ي: "ی", ى: "ی", ك: "ک", ګ: "گ", ة: "ه", ہ: "ه", ھ: "ه", أ: "ا", إ: "ا", آ: "ا", ٱ: "ا" };

/** The same word from any keyboard: no marks, no joiners, no capitals, one form of each letter. */
export function folded(word: string): string {
  const plain = word.normalize("NFKC").toLowerCase().replace(/[يىكګةہھأإآٱ]/gu, (letter) => LETTERS[letter] ?? letter);
  return plain.normalize("NFD").replace(/[\p{M}\u200c\u200d\u0640]/gu, "");
}

/** Numbers and signs between words count for nothing. A PIN is no word: whatever has not all of its words is refused. */
export function typed(text: string, list: readonly string[]): Typed {
  const words = text.split(/[^\p{L}\p{M}\u200c\u200d]+/u).filter((word) => word !== "");
  if (words.length !== WORDS) return { fault: "number", n: words.length };
  const known = list.map(folded);
  const bytes = words.map((word) => known.indexOf(folded(word)));
  const at = bytes.indexOf(-1);
  return at < 0 ? { bytes: Uint8Array.from(bytes) } : { fault: "unknown", at: at + 1 };
}

export function lockByWords(lang: string): Lock & { readonly by: "words" } {
  return { by: "words", lang, salt: crypto.getRandomValues(new Uint8Array(16)), iterations: ITERATIONS };
}

export async function keyOfWords(bytes: Bytes, lock: Lock & { readonly by: "words" }): Promise<CryptoKey> {
  if (bytes.length < WORDS) throw new RangeError(`${bytes.length} words make no key`);
  const secret = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveKey"]);
  const by = { name: "PBKDF2", hash: "SHA-256", salt: lock.salt, iterations: lock.iterations };
  return crypto.subtle.deriveKey(by, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** `secret`: 32 bytes that the passkey gives for its salt. */
export async function keyOfSecret(secret: Bytes): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const by = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8(FORMAT) };
  return crypto.subtle.deriveKey(by, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

function about({ device, ed25519, x25519 }: { readonly device: string; readonly ed25519: string; readonly x25519: string }): Bytes {
  return utf8(canonical({ device, ed25519, format: FORMAT, x25519 }));
}

/** `pairs` can be extracted: they were made for this and are kept by nobody else. */
export async function locked(pairs: Pairs, open: { readonly ed25519: string; readonly x25519: string }, lock: Lock, key: CryptoKey): Promise<Locked> {
  const seeds = [pairs.ed25519, pairs.x25519].map(async ({ privateKey }) => new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey)));
  const clear = concat(...(await Promise.all(seeds)));
  const known = { device: pairs.device, ...open };
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: about(known) }, key, clear);
  clear.fill(0);
  return { format: FORMAT, ...known, lock, nonce, sealed: new Uint8Array(sealed) };
}

/** The keys, not extractable; null if this is not what opens them. `publics`: the public halves as keys. */
export async function unlocked(row: Locked, key: CryptoKey, publics: readonly [CryptoKey, CryptoKey]): Promise<Pairs | null> {
  const by = { name: "AES-GCM", iv: row.nonce, additionalData: about(row) };
  const opened = await crypto.subtle.decrypt(by, key, row.sealed).catch(() => null);
  if (opened === null) return null;
  const clear = new Uint8Array(opened);
  const signing = await crypto.subtle.importKey("pkcs8", clear.slice(0, SEED), "Ed25519", false, ["sign"]);
  const opening = await crypto.subtle.importKey("pkcs8", clear.slice(SEED), "X25519", false, ["deriveBits", "deriveKey"]);
  clear.fill(0);
  const [ed25519, x25519] = publics;
  return { device: row.device, ed25519: { privateKey: signing, publicKey: ed25519 }, x25519: { privateKey: opening, publicKey: x25519 } };
}
