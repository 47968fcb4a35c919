/**
 * The epoch key on a device: drawing, sealing, believing. The twin of `parley/rehearsal/keys.py`.
 *
 * Nothing the server says is believed about who is at the table: keys come from the roster that this device
 * has verified itself, and it seals to, and accepts, nobody else.
 */
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";

import { canonical, concat, fromBase64url, toBase64url, utf8, type Bytes, type Json } from "../kit/bytes.js";
import type { Sender } from "./model.js";
import { signatureHolds } from "../record/canonical.js";
import { openingKeySound, signingKeySound } from "../record/curve.js";

export type PublicKeys = { readonly ed25519: Bytes; readonly x25519: Bytes };

/** A device's keys if the verified roster admits it. */
export type Admitted = (device: string) => PublicKeys | null;

/** This browser's own keys; neither can be extracted. */
export type OwnDevice = {
  readonly id: string;
  readonly signing: CryptoKey;
  readonly opening: CryptoKeyPair;
};

export type Bundle = {
  readonly by: string;
  readonly epoch: number;
  readonly format: string;
  readonly members: readonly string[];
  readonly sealed: Readonly<Record<string, { readonly enc: string; readonly key: string }>>;
  readonly signature: string;
  readonly space: string;
  readonly talks: string;
};

/** `members`: device ids, sorted: everyone who can decrypt. */
export type OpenedKey = { readonly epoch: number; readonly members: readonly string[]; readonly key: Bytes };
export type EpochKey = OpenedKey & { readonly senders: readonly Sender[] };

const CONTEXT = "parley-epoch-key/1\n";
const FORMAT = "parley-bundle/1";
const FIELDS = "by,epoch,format,members,sealed,signature,space,talks";
const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** A bundle that this device does not take; `code` says why. */
export class Disbelieved extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** Draws a fresh key and seals it to those present whom the roster admits; throws Disbelieved if we are not. */
export async function draw(
  own: OwnDevice,
  admitted: Admitted,
  talks: string,
  space: string,
  epoch: number,
  present: readonly string[],
): Promise<Bundle> {
  const members = [...new Set(present)].filter((device) => isSound(admitted(device))).sort();
  if (!members.includes(own.id)) throw new Disbelieved("not_admitted_here");
  const info = sealingInfo(talks, space, epoch, members);
  const key = crypto.getRandomValues(new Uint8Array(32));
  const sealed: Record<string, { enc: string; key: string }> = {};
  for (const device of members) {
    const keys = admitted(device);
    if (keys === null) continue;
    const recipientPublicKey = await suite.kem.importKey("raw", keys.x25519.buffer, true);
    const { enc, ct } = await suite.seal({ recipientPublicKey, info }, key.buffer);
    sealed[device] = { enc: toBase64url(new Uint8Array(enc)), key: toBase64url(new Uint8Array(ct)) };
  }
  key.fill(0);
  const body = { by: own.id, epoch, format: FORMAT, members, sealed, space, talks };
  const signature = await crypto.subtle.sign("Ed25519", own.signing, statement(body));
  return { ...body, signature: toBase64url(new Uint8Array(signature)) };
}

/** Opens a bundle after checking everything about it; throws Disbelieved with the code of what does not hold. */
export async function openBundle(
  own: OwnDevice,
  admitted: Admitted,
  talks: string,
  space: string,
  document: unknown,
): Promise<OpenedKey> {
  const bundle = parse(document);
  if (bundle.talks !== talks || bundle.space !== space) throw new Disbelieved("bundle_for_another_space");
  const mine = bundle.sealed[own.id];
  if (mine === undefined) throw new Disbelieved("not_for_this_device");
  const drawer = admitted(bundle.by);
  if (drawer === null || bundle.members.some((device) => admitted(device) === null)) {
    throw new Disbelieved("member_not_on_roster");
  }
  if (!bundle.members.every((device) => isSound(admitted(device)))) throw new Disbelieved("member_key_weak");
  const { signature, ...body } = bundle;
  const signed = await signatureHolds(drawer.ed25519, fromBase64url(signature), statement(body));
  if (!signed) throw new Disbelieved("bundle_signature");
  const info = sealingInfo(talks, space, bundle.epoch, bundle.members);
  const recipient = { recipientKey: own.opening, enc: fromBase64url(mine.enc).buffer, info };
  const key = await suite.open(recipient, fromBase64url(mine.key).buffer).catch(() => null);
  if (key === null || key.byteLength !== 32) throw new Disbelieved("bundle_does_not_open");
  return { epoch: bundle.epoch, members: bundle.members, key: new Uint8Array(key) };
}

/** Sealing to a key that no device can have drawn fails for everybody, or tells everybody. */
function isSound(keys: PublicKeys | null): boolean {
  return keys !== null && signingKeySound(keys.ed25519) && openingKeySound(keys.x25519);
}

function sealingInfo(talks: string, space: string, epoch: number, members: readonly string[]): ArrayBuffer {
  return utf8(canonical({ epoch, members, space, talks })).buffer;
}

function statement(body: Json): Bytes {
  return concat(utf8(CONTEXT), utf8(canonical(body)));
}

/** The bundle that `document` is; its shape is docs/room.md's, and nothing more is there. */
function parse(document: unknown): Bundle {
  const bundle = document as Bundle;
  const shaped =
    typeof document === "object" &&
    document !== null &&
    Object.keys(document).sort().join() === FIELDS &&
    bundle.format === FORMAT &&
    Number.isSafeInteger(bundle.epoch) &&
    Array.isArray(bundle.members) &&
    bundle.members.every((one, at) => /^[0-9a-f]{64}$/.test(one) && (at === 0 || one > (bundle.members[at - 1] ?? ""))) &&
    bundle.members.includes(bundle.by) &&
    typeof bundle.sealed === "object" &&
    Object.keys(bundle.sealed).sort().join() === bundle.members.join() &&
    typeof bundle.signature === "string";
  if (!shaped) throw new Disbelieved("bundle_shape");
  return bundle;
}
