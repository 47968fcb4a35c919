/** A device as the roster knows it, and how the bodies of its entries are read. The twin of parley.record.devices. */

import type { Bytes, Json } from "../kit/bytes.js";
import { KEY_BYTES, unbase64url } from "./canonical.js";
import type { Entry } from "./entries.js";

export type Device = {
  readonly id: string;
  readonly ed25519: Bytes;
  readonly x25519: Bytes;
  readonly party: string;
  readonly seat: string;
  readonly role: string;
  readonly vouched: boolean;
  readonly accepted: ReadonlySet<string>; // sides whose head accepted it
  readonly revoked: string | null; // when, by the server's clock
  readonly renewed: boolean; // it vouched for itself as a head after an earlier one: no earlier device vouches for it
  readonly claimed: string | null; // when it claimed its seat while another spoke: until all accept it, it speaks for nobody
  readonly recovered: "" | "deputy" | "paper"; // a head's next, by what vouches for it: for nobody either, until all accept
  readonly byWord: boolean; // it was revoked by another party, or on the server's word alone
};

export const HEADS: ReadonlyMap<string, readonly string[]> = new Map([
  ["side", ["head"]],
  ["host", ["head", "facilitator"]],
  ["neutral", ["head", "facilitator"]],
]);
export const ACCEPTED = "roster.devices-accepted.1";
const CLAIM_WAITS_MS = 24 * 3600 * 1000; // in which the earlier device can object, by revoking the one that claims

export function keyOf(text: Json | undefined): Bytes | null {
  try {
    return typeof text === "string" ? unbase64url(text, KEY_BYTES) : null;
  } catch {
    return null;
  }
}

export function tooSoon({ claimed }: Device, at: string): boolean {
  return claimed !== null && Date.parse(at) < Date.parse(claimed) + CLAIM_WAITS_MS;
}

/** Whether an act is more than a party's putting its own devices in order, which a suspended side does, too. */
export function bindsASide(entry: Entry): boolean {
  return entry.binding && (!entry.kind.startsWith("roster.") || entry.kind === ACCEPTED);
}

export function isText(value: Json | undefined): value is string {
  return typeof value === "string" && value !== "";
}

export function partyOf(value: Json): [id: string, kind: string] | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { id, kind } = value as { readonly [name: string]: Json };
  return isText(id) && isText(kind) && HEADS.has(kind) ? [id, kind] : null;
}
