/** What signing is, without a page: how long a press holds, and whether what is shown is what is signed. */

import type { Fields } from "../record/statements.js";
import type { Json } from "../kit/bytes.js";

export const HOLD_MS = 1200;

/** A press of the button; `since` is milliseconds by the page's own clock. */
export type Press = { readonly state: "idle" } | { readonly state: "held"; readonly since: number } | { readonly state: "signed" };

export const IDLE: Press = { state: "idle" };

export function pressed(press: Press, at: number): Press {
  return press.state === "idle" ? { state: "held", since: at } : press;
}

export function released(press: Press): Press {
  return press.state === "held" ? IDLE : press;
}

/** Whether a press that began and never ended has lasted long enough by `at`. */
export function heldLongEnough(press: Press, at: number): boolean {
  return press.state === "held" && at - press.since >= HOLD_MS;
}

/** One content as the page shows it: the digest it claims, and the one this device computed from the very bytes. */
export type Shown = { readonly claimed: string; readonly computed: string };

/** Kinds whose digests are of contents that travel apart: what is signed for is that they were handed over. */
const NOT_SHOWN: readonly string[] = ["lists.received.1"];

/** Kinds whose reason is a content, in words, and not a code. */
const REASONED: readonly string[] = ["plan.person-taken-out.1"];

/** Every digest that the act's fields commit to. */
export function digestsOf(kind: string, fields: Fields): string[] {
  const many = fields["digests"];
  const values: Json[] = typeof many === "object" && many !== null ? Object.values(many as Fields) : [];
  const ones = [fields["digest"], REASONED.includes(kind) ? fields["reason"] : undefined];
  return [...values, ...ones].filter((value): value is string => typeof value === "string");
}

/**
 * Whether exactly what is shown would be signed: each content shown has the digest it claims and stands in the act,
 * and each digest in the act is shown.
 */
export function sameThing(kind: string, fields: Fields, shown: readonly Shown[]): boolean {
  const committed = new Set(digestsOf(kind, fields));
  const honest = shown.every((one) => one.claimed === one.computed && committed.has(one.computed));
  const seen = new Set(shown.map((one) => one.computed));
  return honest && (NOT_SHOWN.includes(kind) || [...committed].every((digest) => seen.has(digest)));
}

/** Whether the devices that a page names are exactly those that the act vouches for, names or accepts. */
export function sameDevices(fields: Fields, named: readonly string[]): boolean {
  const many = fields["devices"];
  const one = fields["device"] ?? fields["deputy"];
  const signed = Array.isArray(many) ? many : one === undefined ? [] : [one];
  return signed.length === named.length && signed.every((device, i) => device === named[i]);
}

/** Refusals that pass without a new sheet: whoever was away comes back, the table opens, the disk has room again. */
const PASSING = new Set(["side_absent", "side_suspended", "device_suspended", "no_session_open", "too_busy", "disk_full", "disk_read_only"]);

/** Whether to press again can turn out otherwise; if not, the sheet offers to be read anew, and no button. */
export function mayPass(codes: readonly string[]): boolean {
  return codes.every((code) => PASSING.has(code));
}

/** What a browser must be able to do to sit at the table. */
export type Feature = "secure" | "ed25519" | "x25519" | "transforms" | "storage" | "keys";

/** Of the names under which keys are kept, those of seats; a key whose invitation is not redeemed yet is none. */
export function seatsOf(kept: readonly string[]): readonly { readonly talks: string; readonly seat: string }[] {
  return kept.flatMap((name) => {
    const [, talks, seat] = /^([\w-]+)\/([\w-]+)$/.exec(name) ?? [];
    return talks !== undefined && seat !== undefined ? [{ talks, seat }] : [];
  });
}
