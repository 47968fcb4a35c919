/**
 * This device's keys for a seat: made here, not extractable by script, kept in IndexedDB; the private halves are never sent.
 * Without a lock the disk holds them in the clear, or wrapped where the browser keeps them no other way (`wrapped.ts`); with one, sealed, and what opens them is in memory alone.
 */

import { forget, forgetFrom, keep, kept } from "../kit/db.js";
import { fromBase64url, toBase64url, type Bytes } from "../kit/bytes.js";
import { deviceId } from "../record/canonical.js";
import { drop, held, hold } from "./keeper.js";
import { isWrapped, unwrapped, type Wrapped } from "./wrapped.js";
import { isLocked, unlocked, type Lock, type Locked, type Pairs } from "./lock.js";

export type Keys = Pairs;
export type Public = { readonly ed25519: string; readonly x25519: string };

/** A lock, and the key that opens it. */
export type Locking = { readonly lock: Lock; readonly key: CryptoKey };

/** The seat's key is here, and locked. */
export class KeyLocked extends Error {
  constructor(readonly row: Locked) {
    super("the key is locked");
  }
}

async function raw(key: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey("raw", key)) as Bytes;
}

export async function make(extractable = false): Promise<Keys> {
  const ed25519 = (await crypto.subtle.generateKey("Ed25519", extractable, ["sign", "verify"])) as CryptoKeyPair;
  const x25519 = (await crypto.subtle.generateKey("X25519", extractable, ["deriveBits", "deriveKey"])) as CryptoKeyPair;
  const device = await deviceId(await raw(ed25519.publicKey), await raw(x25519.publicKey));
  return { device, ed25519, x25519 };
}

export async function publicOf(keys: Keys): Promise<Public> {
  return { ed25519: toBase64url(await raw(keys.ed25519.publicKey)), x25519: toBase64url(await raw(keys.x25519.publicKey)) };
}

export async function sign(keys: Keys, statement: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign("Ed25519", keys.ed25519.privateKey, statement)) as Bytes;
}

export const nameOf = (talks: string, seat: string): string => `${talks}/${seat}`;

export function rowOf(talks: string, seat: string): Promise<Keys | Locked | Wrapped | undefined> {
  return kept<Keys | Locked | Wrapped>("devices", nameOf(talks, seat));
}

/** Throws KeyLocked while nobody has unlocked them. */
export async function keysOf(talks: string, seat: string): Promise<Keys | undefined> {
  const row = await rowOf(talks, seat);
  if (row !== undefined && isWrapped(row)) return unwrapped(row);
  if (row === undefined || !isLocked(row)) return row;
  const found = await held(nameOf(talks, seat));
  if (found?.device === row.device) return found;
  throw new KeyLocked(row);
}

/** The keys for what can be left undone while they are locked. */
export async function keysIfOpen(talks: string, seat: string): Promise<Keys | undefined> {
  return keysOf(talks, seat).catch((fault: unknown) => {
    if (fault instanceof KeyLocked) return undefined;
    throw fault;
  });
}

export function isLockedNow(talks: string, seat: string): Promise<boolean> {
  return keysOf(talks, seat).then(() => false, (fault: unknown) => fault instanceof KeyLocked);
}

export function keepKeys(talks: string, seat: string, keys: Keys): Promise<void> {
  return keep("devices", nameOf(talks, seat), keys);
}

/** Unlock for the pages of this browser; null if this does not open it, and then nothing has changed. */
export async function unlock(talks: string, seat: string, row: Locked, key: CryptoKey): Promise<Keys | null> {
  const publics = await Promise.all([
    crypto.subtle.importKey("raw", fromBase64url(row.ed25519), "Ed25519", true, ["verify"]),
    crypto.subtle.importKey("raw", fromBase64url(row.x25519), "X25519", true, []),
  ]);
  const keys = await unlocked(row, key, publics);
  if (keys !== null) await hold(nameOf(talks, seat), keys);
  return keys;
}

/** Until somebody unlocks them again; keys without a lock stay as they are. */
export function lockKeys(talks: string, seat: string): Promise<void> {
  return drop(nameOf(talks, seat));
}

/** What was kept for an invitation is the seat's now, as it is, in place of whatever was; no copy stays behind. */
export async function moveKeys(talks: string, from: string, to: string): Promise<void> {
  await keep("devices", nameOf(talks, to), await rowOf(talks, from));
  const open = await held(nameOf(talks, from));
  if (open) await hold(nameOf(talks, to), open);
  await forget("devices", nameOf(talks, from));
  await drop(nameOf(talks, from));
}

/** Delete the seat's keys and the heads it keeps, as far as a browser can: the disk may still hold what is deleted. */
export async function forgetKeys(talks: string, seat: string): Promise<void> {
  await lockKeys(talks, seat);
  await forget("devices", nameOf(talks, seat));
  await forgetFrom("devices", `${nameOf(talks, seat)}?`); // made for an invitation that was never finished
  await forget("heads", nameOf(talks, seat));
}
