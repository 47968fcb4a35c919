/**
 * Which 32 bytes are a key at all: those of a point whose order is the curve's large prime, spelled in the one way.
 * The twin of parley.record.curve, so that every verifier says the same, whatever its library takes.
 */

import { toHex, type Bytes } from "../kit/bytes.js";

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const LOW = 2n ** 255n - 1n; // all bits but the sign's
const BYTES = 32;
const REMEMBERED = 1024;

/** Extended coordinates: x = X/Z, y = Y/Z, xy = T/Z. */
type Point = readonly [x: bigint, y: bigint, z: bigint, t: bigint];

function mod(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = mod(base);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

const inverse = (value: bigint): bigint => power(value, P - 2n);

const D = mod(-121665n * inverse(121666n));
const ROOT = power(2n, (P - 1n) / 4n); // of -1
const EIGHTH = little(Uint8Array.from("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a".match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
const OF_SMALL_ORDER = new Set([0n, 1n, P - 1n, EIGHTH, P - EIGHTH]); // y of the eight points; the last two have order 8

function little(bytes: Uint8Array): bigint {
  return BigInt(`0x0${toHex(bytes.slice().reverse())}`);
}

const known = new Map<string, boolean>();

function remembered(use: string, key: Bytes, sound: () => boolean): boolean {
  const name = use + toHex(key);
  const found = known.get(name) ?? sound();
  if (known.size >= REMEMBERED) known.clear();
  known.set(name, found);
  return found;
}

/** Whether these bytes are an Ed25519 public key that a device can have drawn. */
export function signingKeySound(key: Bytes): boolean {
  return remembered("signing ", key, () => {
    const y = little(key) & LOW;
    const odd = little(key) >> 255n;
    const x = key.length === BYTES ? xOf(y) : null;
    if (x === null || (x === 0n && odd === 1n)) return false;
    return ofPrimeOrder((x & 1n) === odd ? x : P - x, y);
  });
}

/** Whether these bytes are an X25519 public key that a device can have drawn. */
export function openingKeySound(key: Bytes): boolean {
  return remembered("opening ", key, () => {
    const u = little(key);
    if (key.length !== BYTES || u >= P - 1n) return false; // P - 1 has order 4, on the twist, and no image
    const y = mod((u - 1n) * inverse(u + 1n));
    const x = xOf(y); // none: a point of the curve's twist
    return x !== null && ofPrimeOrder(x, y);
  });
}

/** Whether an Ed25519 signature has a form that honest keys make: S below the order, R not of small order. */
export function signatureSound(signature: Bytes): boolean {
  if (signature.length !== 2 * BYTES) return false;
  const r = little(signature.subarray(0, BYTES)) & LOW;
  return little(signature.subarray(BYTES)) < ORDER && !OF_SMALL_ORDER.has(r % P);
}

/** One of the two x of a point with this y; null if there is no such point, or y is no remainder. */
function xOf(y: bigint): bigint | null {
  if (y >= P) return null;
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
  const x = power(square, (P + 3n) / 8n);
  for (const root of [x, mod(x * ROOT)]) if (mod(root * root) === square) return root;
  return null;
}

function ofPrimeOrder(x: bigint, y: bigint): boolean {
  const point: Point = [x, y, 1n, mod(x * y)];
  let total: Point = [0n, 1n, 1n, 0n];
  for (const bit of ORDER.toString(2)) {
    total = sum(total, total);
    if (bit === "1") total = sum(total, point);
  }
  return y !== 1n && total[0] === 0n && total[1] === total[2];
}

/** Complete, so that doubling and the neutral element are no special cases (RFC 8032, 5.1.4). */
function sum(one: Point, other: Point): Point {
  const a = (one[1] - one[0]) * (other[1] - other[0]);
  const b = (one[1] + one[0]) * (other[1] + other[0]);
  const c = mod(2n * one[3] * other[3]) * D;
  const d = 2n * one[2] * other[2];
  const [e, f, g, h] = [b - a, mod(d - c), mod(d + c), b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}
