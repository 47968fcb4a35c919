/** Entries, read as strictly as parley.record.entries reads them. */

import { concat, utf8, type Bytes, type Json } from "../kit/bytes.js";
import { SIGNATURE_BYTES, canonical, unbase64url } from "./canonical.js";
import { bindingStatement, proceduralStatement, type Fields, type Said } from "./statements.js";

const MAX_BYTES = 65_535;
const MAX_LEVELS = 32; // of objects and lists in a body, itself among them: programs part on how deep they read
const SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*";
const SHAPES: { readonly [field: string]: RegExp } = {
  at: /^(?:19[7-9]|2[0-9]{2})[0-9]-[01][0-9]-[0-3][0-9]T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$/,
  class: /^(?:binding|procedural)$/,
  command: /^[0-9A-Za-z-]{0,64}$/,
  compartment: new RegExp(`^(?=.{1,64}$)${SLUG}$`),
  device: /^(?:[0-9a-f]{64})?$/,
  format: /^parley-entry\/1$/,
  kind: new RegExp(`^(?=.{1,80}$)${SLUG}(?:\\.${SLUG})+\\.[1-9][0-9]*$`),
  seat: new RegExp(`^(?=.{0,64}$)(?:${SLUG})?$`),
  signature: /^[A-Za-z0-9_-]{86}$/,
  talks: new RegExp(`^(?=.{1,64}$)${SLUG}$`),
};
const FIELDS = [...Object.keys(SHAPES), "body", "seq"].sort().join();

/** One act in the record. `statement` is what `signature` signs. */
export type Entry = Said & {
  readonly seq: number;
  readonly at: string;
  readonly binding: boolean;
  readonly device: string;
  readonly signature: Bytes;
  readonly statement: Bytes;
};

function isObject(value: Json | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function same(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

function deeper(value: Json, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => deeper(each as Json, levels - 1));
}

/** Whether a time of the shape of `at` is one that there is: some programs take 30 February for 1 March. */
function isTime(at: string): boolean {
  return new Date(at).toISOString() === at.replace("Z", ".000Z");
}

/** The entry that `raw` spells, to the byte; null if it is none. Signatures are not checked here. */
export function readEntry(raw: Bytes): Entry | null {
  try {
    return parsed(raw);
  } catch {
    return null; // not UTF-8, not JSON, not canonical, or not the base64url of a signature
  }
}

function parsed(raw: Bytes): Entry | null {
  const value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw)) as Json;
  if (raw.length > MAX_BYTES || !isObject(value) || Object.keys(value).sort().join() !== FIELDS) return null;
  if (!same(utf8(canonical(value)), raw)) return null;
  const { body, seq } = value;
  if (!isObject(body) || deeper(body, MAX_LEVELS) || typeof seq !== "number" || seq < 0) return null;
  const text = (field: string): string => {
    const found = value[field];
    if (typeof found !== "string" || !SHAPES[field]?.test(found)) throw new RangeError(`not of the shape of ${field}`);
    return found;
  };
  for (const field of Object.keys(SHAPES)) text(field);
  if (!isTime(text("at"))) return null;
  const said: Said = {
    talks: text("talks"),
    compartment: text("compartment"),
    kind: text("kind"),
    body,
    command: text("command"),
    seat: text("seat"),
  };
  const binding = text("class") === "binding";
  const device = text("device");
  if (binding && !(device && said.command && said.seat)) return null;
  const { signature, ...unsigned } = value;
  return {
    ...said,
    seq,
    at: text("at"),
    binding,
    device,
    signature: unbase64url(String(signature), SIGNATURE_BYTES),
    statement: binding ? bindingStatement(said) : proceduralStatement(unsigned),
  };
}

/** Entries as a C2SP entry bundle holds them: each after its length in two bytes. Throws if one is cut short. */
export function unbundled(bundle: Bytes): Bytes[] {
  const entries: Bytes[] = [];
  for (let at = 0; at < bundle.length; ) {
    const end = at + 2 + (bundle[at] ?? 0) * 256 + (bundle[at + 1] ?? 0);
    if (end > bundle.length) throw new RangeError(`an entry is cut short at ${at}`);
    entries.push(concat(bundle.subarray(at + 2, end)));
    at = end;
  }
  return entries;
}
