/** This device's keys for a seat: made here, not extractable by script, kept in IndexedDB (the disk holds them in the clear); the private halves are never sent. */

import { forget, keep, kept } from "../kit/db.js";
import { toBase64url, type Bytes } from "../kit/bytes.js";
import { deviceId } from "../record/canonical.js";

export type Keys = {
  readonly device: string;
  readonly ed25519: CryptoKeyPair;
  readonly x25519: CryptoKeyPair;
};

export type Public = { readonly ed25519: string; readonly x25519: string };

async function raw(key: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey("raw", key)) as Bytes;
}

export async function make(): Promise<Keys> {
  const ed25519 = (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
  const x25519 = (await crypto.subtle.generateKey("X25519", false, ["deriveBits", "deriveKey"])) as CryptoKeyPair;
  const device = await deviceId(await raw(ed25519.publicKey), await raw(x25519.publicKey));
  return { device, ed25519, x25519 };
}

export async function publicOf(keys: Keys): Promise<Public> {
  return { ed25519: toBase64url(await raw(keys.ed25519.publicKey)), x25519: toBase64url(await raw(keys.x25519.publicKey)) };
}

export async function sign(keys: Keys, statement: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign("Ed25519", keys.ed25519.privateKey, statement)) as Bytes;
}

export function keysOf(talks: string, seat: string): Promise<Keys | undefined> {
  return kept<Keys>("devices", `${talks}/${seat}`);
}

export function keepKeys(talks: string, seat: string, keys: Keys): Promise<void> {
  return keep("devices", `${talks}/${seat}`, keys);
}

/** Delete the seat's keys and the heads it keeps, as far as a browser can: the disk may still hold what is deleted. */
export async function forgetKeys(talks: string, seat: string): Promise<void> {
  await forget("devices", `${talks}/${seat}`);
  await forget("heads", `${talks}/${seat}`);
}
