/** The vectors in tests/record/vectors, read by the Python tests too. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Bytes, Json } from "../../src/kit/bytes.js";

export function vectors<Shape>(name: string): Shape {
  const path = fileURLToPath(new URL(`../../../tests/record/vectors/${name}`, import.meta.url));
  return JSON.parse(readFileSync(path, "utf-8")) as Shape;
}

export function hex(text: string): Bytes {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

type Attack = {
  readonly name: string;
  readonly entries: readonly string[];
  readonly checkpoint: string;
  readonly kept: readonly string[];
  readonly anchors: { readonly [party: string]: readonly string[] };
  readonly server: string | null;
  readonly alone: readonly string[];
  readonly found: readonly string[];
};

type DeviceKeys = { readonly ed25519: string; readonly x25519: string; readonly id: string; readonly seat: string };

export type Ours = {
  readonly talks: string;
  readonly contents: readonly { readonly salt: string; readonly bytes: string; readonly digest: string }[];
  readonly keys: {
    readonly server: { readonly ed25519: string; readonly id: string };
    readonly origin: string;
    readonly devices: readonly DeviceKeys[];
  };
  readonly statements: {
    readonly said: {
      readonly talks: string;
      readonly compartment: string;
      readonly kind: string;
      readonly body: { readonly [name: string]: Json };
      readonly command: string;
      readonly seat: string;
    };
    readonly binding: string;
    readonly binding_signature: string;
    readonly unsigned: { readonly [name: string]: Json };
    readonly procedural: string;
    readonly sign_in: string;
    readonly enrolment: string;
    readonly bundle: { readonly [name: string]: Json };
    readonly epoch_key: string;
  };
  readonly entries: readonly string[];
  readonly refused: readonly string[];
  readonly checkpoint: {
    readonly note: string;
    readonly size: number;
    readonly root: string;
    readonly time: number;
    readonly cosigner: string;
    readonly cosignature: string;
    readonly older: string;
    readonly in_no_name: readonly string[];
    readonly in_names: readonly string[];
    readonly sizes: readonly string[];
    readonly times: readonly string[];
  };
  readonly admitted: readonly string[];
  readonly words: { readonly [lang: string]: readonly string[] };
  readonly parties: readonly {
    readonly party: string;
    readonly entries: readonly string[];
    readonly checkpoint: string;
    readonly admitted: readonly string[];
  }[];
  readonly attacks: readonly Attack[];
};
