/**
 * Keys where a browser does not keep them as they are (Safari 27 gives null for a stored X25519 key): each lies wrapped under a key of
 * AES-KW, which the browser does keep and no script can take out. Whether that is needed is tried: put *and get*, then use.
 */

import type { Bytes } from "../kit/bytes.js";
import { forget, keep, kept } from "../kit/db.js";
import type { Pairs } from "./lock.js";

const FORMAT = "parley-wrapped/1";
const TRIED = "try keys";

/** As it lies on the disk: the seeds open with `by` alone, as good or as bad as a key that is kept whole. */
export type Wrapped = {
  readonly format: typeof FORMAT;
  readonly device: string;
  readonly ed25519: Bytes; // public, as is the next
  readonly x25519: Bytes;
  readonly by: CryptoKey;
  readonly signing: Bytes;
  readonly opening: Bytes;
};

export function isWrapped(row: object): row is Wrapped {
  return (row as { readonly format?: unknown }).format === FORMAT;
}

/** `pairs` can be extracted: they were made for this and are kept by nobody else. */
export async function wrapped(pairs: Pairs): Promise<Wrapped> {
  const by = await crypto.subtle.generateKey({ name: "AES-KW", length: 256 }, false, ["wrapKey", "unwrapKey"]);
  const raw = async (key: CryptoKey) => new Uint8Array(await crypto.subtle.exportKey("raw", key));
  const seed = async (key: CryptoKey) => new Uint8Array(await crypto.subtle.wrapKey("pkcs8", key, by, "AES-KW"));
  const { device, ed25519, x25519 } = pairs;
  const publics = { ed25519: await raw(ed25519.publicKey), x25519: await raw(x25519.publicKey) };
  return { format: FORMAT, device, ...publics, by, signing: await seed(ed25519.privateKey), opening: await seed(x25519.privateKey) };
}

/** The keys, not extractable. */
export async function unwrapped(row: Wrapped): Promise<Pairs> {
  const { subtle } = crypto;
  const private_ = (seed: Bytes, kind: string, uses: KeyUsage[]) => subtle.unwrapKey("pkcs8", seed, row.by, "AES-KW", kind, false, uses);
  const public_ = (raw: Bytes, kind: string, uses: KeyUsage[]) => subtle.importKey("raw", raw, kind, true, uses);
  return {
    device: row.device,
    ed25519: { privateKey: await private_(row.signing, "Ed25519", ["sign"]), publicKey: await public_(row.ed25519, "Ed25519", ["verify"]) },
    x25519: { privateKey: await private_(row.opening, "X25519", ["deriveBits", "deriveKey"]), publicKey: await public_(row.x25519, "X25519", []) },
  };
}

/** How this browser keeps keys: as they are, wrapped, or not at all. */
export type Keeping = "whole" | "wrapped" | "none";

let known: Promise<Keeping> | undefined;

/** Asked once a page. `make`: as keys are made, extractable or not. */
export function keeping(make: (extractable: boolean) => Promise<Pairs>): Promise<Keeping> {
  return (known ??= tried(make).finally(() => forget("heads", TRIED).catch(() => undefined)));
}

async function tried(make: (extractable: boolean) => Promise<Pairs>): Promise<Keeping> {
  if (await comesBack(await make(false), async (row: Pairs) => row)) return "whole";
  return (await comesBack(await wrapped(await make(true)), unwrapped)) ? "wrapped" : "none";
}

/** Whether what was put is got, and both keys in it do what they are for. */
async function comesBack<T extends object>(row: T, opened: (row: T) => Promise<Pairs>): Promise<boolean> {
  try {
    await keep("heads", TRIED, row);
    const found = await kept<T>("heads", TRIED);
    if (found === undefined || found === null) return false;
    const { ed25519, x25519 } = await opened(found);
    await crypto.subtle.sign("Ed25519", ed25519.privateKey, new Uint8Array(1));
    await crypto.subtle.deriveBits({ name: "X25519", public: x25519.publicKey }, x25519.privateKey, 256);
    return true;
  } catch {
    return false;
  }
}
