/**
 * Keys where a browser does not keep them as they are (Safari 27 gives null for a stored X25519 key): each lies wrapped under a key of
 * AES-KW, which the browser does keep and no script can take out. Whether that is needed is tried: `kept.ts`.
 */

import type { Bytes } from "../kit/bytes.js";
import type { Pairs } from "./lock.js";

export const FORMAT = "parley-wrapped/1";

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
