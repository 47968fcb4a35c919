/**
 * A key on paper: drawn here, shown once as words, never sent. 16 random bytes and two to find a slip of the pen, a word each; the
 * Ed25519 seed is their hash. Typed in again, it signs the next device of the head's seat, once.
 */

import { concat, fromBase64url, toBase64url, utf8, type Bytes } from "../kit/bytes.js";
import { LISTED, wordList } from "../record/words.js";

const DRAWN = 16; // bytes
const CHECK = 2;
const SEED = utf8("parley-paper-key/1 seed\n");
const CHECKED = utf8("parley-paper-key/1 check\n");
const PKCS8 = Uint8Array.from([0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]); // RFC 8410, before a seed

export function drawn(): Bytes {
  return crypto.getRandomValues(new Uint8Array(DRAWN)) as Bytes;
}

/** The words of a drawn secret, in the language's list; the same place means the same in each. */
export async function wordsOf(secret: Bytes, lang: string): Promise<string[]> {
  const list = await wordList(lang);
  return [...concat(secret, await check(secret))].map((byte) => list[byte] ?? "");
}

/** The secret that these words say, in any one of the languages, however they are parted or numbered; null if a word is wrong. */
export async function secretOf(said: string): Promise<Bytes | null> {
  const words = said.normalize("NFC").toLowerCase().split(/[\s·.,،:;()\d٠-٩۰-۹]+/u).filter((word) => word !== "");
  for (const lang of LISTED) {
    const list = (await wordList(lang)).map((word) => word.toLowerCase());
    const bytes = Uint8Array.from(words, (word) => Math.max(0, list.indexOf(word))) as Bytes;
    if (bytes.length !== DRAWN + CHECK || !words.every((word) => list.includes(word))) continue;
    const secret = bytes.slice(0, DRAWN) as Bytes;
    if (toBase64url(await check(secret)) === toBase64url(bytes.slice(DRAWN))) return secret;
  }
  return null;
}

/** The private key of a secret, and its public part (base64url). */
export async function keyOf(secret: Bytes): Promise<{ readonly sign: (statement: Bytes) => Promise<string>; readonly ed25519: string }> {
  const seed = await digest(concat(SEED, secret));
  const key = await crypto.subtle.importKey("pkcs8", concat(PKCS8, seed), "Ed25519", true, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", key);
  return {
    ed25519: toBase64url(fromBase64url(x ?? "")),
    sign: async (statement) => toBase64url(new Uint8Array(await crypto.subtle.sign("Ed25519", key, statement))),
  };
}

async function check(secret: Bytes): Promise<Bytes> {
  return (await digest(concat(CHECKED, secret))).slice(0, CHECK) as Bytes;
}

async function digest(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)) as Bytes;
}
