/** Signed notes, checkpoints, cosignatures as C2SP publishes them. The twin of parley.record.notes. */

import { concat, toHex, utf8, type Bytes } from "../kit/bytes.js";
import { SIGNATURE_BYTES, serverId, signatureHolds } from "./canonical.js";
import { cosignatureStatement } from "./statements.js";

const ED25519 = 0x01;
const COSIGNED = 0x04;
const MAX_BYTES = 1_000_000;
const MAX_SIGNATURES = 100;
const TIME_BYTES = 8;
const ID_BYTES = 4;
const DASH = "\u2014 ";
const HASH_BYTES = 32;
// No plus, no White_Space of Unicode, no U+FEFF: spelled out, because each language's \s is another list.
const NAME = /^[^+\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+$/;

export type NoteSignature = { readonly name: string; readonly keyId: string; readonly signature: Bytes };

/** A head of one compartment; `text` is exactly what is signed. */
export type Checkpoint = {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
  readonly text: Bytes;
  readonly signatures: readonly NoteSignature[];
};

/** The name of a compartment's log, and of the server's key in signature lines. */
export async function origin(talks: string, compartment: string, server: Bytes): Promise<string> {
  return `parley/${talks}/${compartment}/${(await serverId(server)).slice(0, 8)}`;
}

/** The name of a device's key in cosignature lines. */
export function cosignerName(talks: string, seat: string, device: string): string {
  return `${talks}/${seat}/${device.slice(0, 16)}`;
}

async function keyId(name: string, kind: number, key: Bytes): Promise<Bytes> {
  const whole = await crypto.subtle.digest("SHA-256", concat(utf8(`${name}\n`), Uint8Array.of(kind), key));
  return new Uint8Array(whole).slice(0, ID_BYTES);
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function unbase64(text: string): Bytes {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  if (base64(bytes) !== text) throw new RangeError("not the one base64 of its bytes");
  return bytes;
}

/** A note's text and its signatures, none of them checked; null for what is no signed note. */
export function readNote(note: Bytes): { readonly text: string; readonly signatures: NoteSignature[] } | null {
  try {
    const whole = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(note);
    const split = whole.lastIndexOf("\n\n");
    // oxlint-disable-next-line no-control-regex
    if (note.length > MAX_BYTES || split < 0 || !whole.endsWith("\n") || /[\0-\x09\x0b-\x1f]/.test(whole)) return null;
    const lines = whole.slice(split + 2, -1).split("\n");
    if (lines.length > MAX_SIGNATURES) return null;
    return { text: whole.slice(0, split + 1), signatures: lines.map(signatureOf) };
  } catch {
    return null;
  }
}

function signatureOf(line: string): NoteSignature {
  const [name, encoded, ...more] = line.slice(DASH.length).split(" ");
  if (!line.startsWith(DASH) || !name || !NAME.test(name) || !encoded || more.length) throw new RangeError(line);
  const data = unbase64(encoded);
  if (data.length <= ID_BYTES) throw new RangeError("no signature after the key's id");
  return { name, keyId: toHex(data.slice(0, ID_BYTES)), signature: data.slice(ID_BYTES) };
}

/** The checkpoint in a signed note, no signature checked; null for anything else. */
export function readCheckpoint(note: Bytes): Checkpoint | null {
  const read = readNote(note);
  const [origin, size, root, end, ...more] = read?.text.split("\n") ?? [];
  if (!read || !origin || !size || !root || end !== "" || more.length) return null;
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return null;
  try {
    const hash = unbase64(root);
    const text = utf8(read.text);
    return hash.length === HASH_BYTES
      ? { origin, size: Number(size), root: hash, text, signatures: read.signatures }
      : null;
  } catch {
    return null;
  }
}

/** Whether the server's key signed this checkpoint, under its own origin's name. */
export async function hostSigned(checkpoint: Checkpoint, server: Bytes): Promise<boolean> {
  const id = toHex(await keyId(checkpoint.origin, ED25519, server));
  for (const line of checkpoint.signatures) {
    if (line.name !== checkpoint.origin || line.keyId !== id) continue;
    if (await signatureHolds(server, line.signature, checkpoint.text)) return true;
  }
  return false;
}

/**
 * The cosignature line of this device for a checkpoint it has seen grow from the last one it kept.
 * `time` is POSIX seconds; `sign` uses the device's Ed25519 key, whose public half is `key`.
 */
export async function cosignature(
  text: Bytes,
  name: string,
  time: number,
  key: Bytes,
  sign: (message: Bytes) => Promise<Bytes>,
): Promise<string> {
  const stamp = new DataView(new ArrayBuffer(TIME_BYTES));
  stamp.setBigUint64(0, BigInt(time));
  const made = await sign(cosignatureStatement(text, time));
  const data = concat(await keyId(name, COSIGNED, key), new Uint8Array(stamp.buffer), made);
  return `${DASH}${name} ${base64(data)}\n`;
}

/** When the device of this name and key cosigned `text`, in POSIX seconds; null if `line` is not that. */
export async function cosignedAt(text: Bytes, line: NoteSignature, name: string, key: Bytes): Promise<number | null> {
  if (line.name !== name || line.keyId !== toHex(await keyId(name, COSIGNED, key))) return null;
  if (line.signature.length !== TIME_BYTES + SIGNATURE_BYTES) return null;
  const time = Number(new DataView(line.signature.buffer).getBigUint64(line.signature.byteOffset));
  if (!Number.isSafeInteger(time)) return null;
  const holds = await signatureHolds(key, line.signature.slice(TIME_BYTES), cosignatureStatement(text, time));
  return holds ? time : null;
}
