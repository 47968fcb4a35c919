/**
 * A lock by a passkey: its PRF extension (WebAuthn Level 3, section 10.1.4) gives 32 bytes that only this authenticator
 * makes, after it has verified its person. The server has no part in it and learns nothing of it.
 */

import type { Bytes } from "../kit/bytes.js";
import { keyOfSecret, type Lock } from "./lock.js";

type ByPasskey = Lock & { readonly by: "passkey" };
type Results = { readonly prf?: { readonly enabled?: boolean; readonly results?: { readonly first?: BufferSource } } };

const random = (size: number): Bytes => crypto.getRandomValues(new Uint8Array(size)) as Bytes;

export function passkeysHere(): boolean {
  return "PublicKeyCredential" in globalThis && "credentials" in navigator;
}

/** A new passkey and what it opens; null if there is none that can do this, or the person does not want it. */
export async function newPasskey(): Promise<{ readonly lock: Lock; readonly key: CryptoKey } | null> {
  const salt = random(32);
  const name = "Parley"; // no seat and no talks: a passkey may be kept by somebody's cloud
  const made = (await navigator.credentials
    .create({
      publicKey: {
        challenge: random(32),
        rp: { name },
        user: { id: random(16), name, displayName: name },
        pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
        extensions: { prf: { eval: { first: salt } } },
      },
    })
    .catch(() => null)) as PublicKeyCredential | null;
  if (made === null || !(made.getClientExtensionResults() as Results).prf?.enabled) return null;
  const lock: ByPasskey = { by: "passkey", credential: new Uint8Array(made.rawId), salt };
  const first = (made.getClientExtensionResults() as Results).prf?.results?.first;
  const key = first ? await keyOfSecret(bytesOf(first)) : await keyOfPasskey(lock); // some give it only when asked again
  return key && { lock, key };
}

export async function keyOfPasskey({ credential, salt }: ByPasskey): Promise<CryptoKey | null> {
  const shown = (await navigator.credentials
    .get({
      publicKey: {
        challenge: random(32),
        allowCredentials: [{ type: "public-key", id: credential }],
        userVerification: "required",
        extensions: { prf: { eval: { first: salt } } },
      },
    })
    .catch(() => null)) as PublicKeyCredential | null;
  const first = (shown?.getClientExtensionResults() as Results | undefined)?.prf?.results?.first;
  return first ? keyOfSecret(bytesOf(first)) : null;
}

function bytesOf(source: BufferSource): Bytes {
  return new Uint8Array(source instanceof ArrayBuffer ? source : source.buffer.slice(source.byteOffset, source.byteOffset + source.byteLength)) as Bytes;
}
