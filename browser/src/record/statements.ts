/** What a key signs; each use begins with a line of its own. The twin of parley.record.statements. */

import { concat, toBase64url, utf8, type Bytes, type Json } from "../kit/bytes.js";
import { canonical } from "./canonical.js";

export const BINDING = "parley-act/1 binding\n";
export const PROCEDURAL = "parley-act/1 procedural\n";
const SIGN_IN = "parley-sign-in/1\n";
const ENROLMENT = "parley-enrolment/1\n";
const EPOCH_KEY = "parley-epoch-key/1\n";
const PAPER_KEY = "parley-paper-key/1\n";
const COSIGNATURE = "cosignature/v1\n";

export type Fields = { readonly [name: string]: Json };

/** What binds a party, as its device signs it: the server gives it a place and a time later. */
export type Said = {
  readonly talks: string;
  readonly compartment: string;
  readonly kind: string;
  readonly body: Fields;
  readonly command: string;
  readonly seat: string;
};

export function bindingStatement(said: Said): Bytes {
  const { body, command, compartment, kind, seat, talks } = said;
  return utf8(BINDING + canonical({ body, command, compartment, kind, seat, talks }));
}

export function proceduralStatement(entryWithoutSignature: Fields): Bytes {
  return utf8(PROCEDURAL + canonical(entryWithoutSignature));
}

/** `origin` is the page's own, so that another site's challenge is no use. */
export function signInStatement(challenge: Bytes, device: string, origin: string, seat: string, talks: string): Bytes {
  return utf8(SIGN_IN + canonical({ challenge: toBase64url(challenge), device, origin, seat, talks }));
}

/** `invitation` is the public number in the link. */
export function enrolmentStatement(device: string, invitation: string, seat: string, talks: string): Bytes {
  return utf8(ENROLMENT + canonical({ device, invitation, seat, talks }));
}

/** What a key on paper signs, once, over the next device of the head that made it. */
export function paperKeyStatement(device: string, party: string, seat: string, talks: string): Bytes {
  return utf8(PAPER_KEY + canonical({ device, party, seat, talks }));
}

export function epochKeyStatement(bundleWithoutSignature: Fields): Bytes {
  return utf8(EPOCH_KEY + canonical(bundleWithoutSignature));
}

/** `time` is POSIX seconds by this device's clock; `text` is a checkpoint's three lines. */
export function cosignatureStatement(text: Bytes, time: number): Bytes {
  return concat(utf8(`${COSIGNATURE}time ${time}\n`), text);
}
