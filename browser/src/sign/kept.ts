/** How a new key is kept here: whole, wrapped, or under a lock. Which of them this browser can is tried: put *and get*, then use. */

import { forget, keep, kept } from "../kit/db.js";
import { keepKeys, keysOf, make, nameOf, publicOf, unlock, type Keys, type Locking } from "./keys.js";
import { locked, type Pairs } from "./lock.js";
import { FORMAT, unwrapped, type Wrapped } from "./wrapped.js";

const TRIED = "try keys";

/** Make keys and keep them; under a lock they are sealed before they are first kept, and held open for the pages of now. */
export async function makeKept(talks: string, seat: string, locking: Locking | null): Promise<Keys> {
  if (locking === null) {
    if ((await keeping(make)) === "wrapped") {
      await keep("devices", nameOf(talks, seat), await wrapped(await make(true)));
      return (await keysOf(talks, seat)) as Keys;
    }
    const keys = await make();
    await keepKeys(talks, seat, keys);
    return keys;
  }
  const made = await make(true);
  const row = await locked(made, await publicOf(made), locking.lock, locking.key);
  await keep("devices", nameOf(talks, seat), row);
  const keys = await unlock(talks, seat, row, locking.key);
  if (keys === null) throw new Error("what was locked does not open");
  return keys;
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
