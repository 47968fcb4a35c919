/** Canonical bytes (RFC 8785), content digests and fingerprints: the twin of parley.record.canonical. */

import { canonical as spelled, concat, fromBase64url, sha256, toBase64url, utf8, type Bytes, type Json } from "../kit/bytes.js";
import { signatureSound, signingKeySound } from "./curve.js";

export const SALT_BYTES = 32;
export const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** RFC 8785 as text. Throws on a number that is no safe integer, and on a lone surrogate. */
export function canonical(value: Json): string {
  const text = spelled(value);
  if (/\\u[dD][89a-fA-F]/.test(text.replaceAll("\\\\", ""))) throw new RangeError("a lone surrogate");
  return text;
}

/** The bytes that `toBase64url` spells as `text`; throws on any other spelling or another length. */
export function unbase64url(text: string, length: number): Bytes {
  const bytes = fromBase64url(text);
  if (toBase64url(bytes) !== text || bytes.length !== length) throw new RangeError("not base64url of that length");
  return bytes;
}

/** By what an act refers to content: lower hex SHA-256 over the salt and the very bytes that are shown. */
export async function contentDigest(salt: Bytes, content: Bytes): Promise<string> {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt is ${SALT_BYTES} bytes`);
  return sha256(concat(utf8("parley-content/1\n"), salt, content));
}

/** A device's fingerprint over both of its public keys. */
export async function deviceId(ed25519: Bytes, x25519: Bytes): Promise<string> {
  if (ed25519.length !== KEY_BYTES || x25519.length !== KEY_BYTES) throw new RangeError(`keys are ${KEY_BYTES} bytes`);
  return sha256(concat(utf8("parley-device/1\n"), ed25519, x25519));
}

/** The fingerprint of a server's public key. */
export async function serverId(ed25519: Bytes): Promise<string> {
  if (ed25519.length !== KEY_BYTES) throw new RangeError(`a key is ${KEY_BYTES} bytes`);
  return sha256(concat(utf8("parley-server/1\n"), ed25519));
}

/** Whether `signature` is one by the Ed25519 key `key` over `message`; false, too, for what is no key, or an unsound one. */
export async function signatureHolds(key: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  if (!signatureSound(signature) || !signingKeySound(key)) return false;
  try {
    const imported = await crypto.subtle.importKey("raw", key, "Ed25519", true, ["verify"]);
    return await crypto.subtle.verify("Ed25519", imported, signature, message);
  } catch {
    return false;
  }
}
