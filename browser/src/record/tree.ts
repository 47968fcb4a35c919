/** The hash tree of RFC 6962: leaves, roots, proofs. The twin of parley.record.tree. */

import { concat, type Bytes } from "../kit/bytes.js";

async function hash(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export function leafHash(leaf: Bytes): Promise<Bytes> {
  return hash(concat(Uint8Array.of(0), leaf));
}

export function nodeHash(left: Bytes, right: Bytes): Promise<Bytes> {
  return hash(concat(Uint8Array.of(1), left, right));
}

export function sameHash(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

/** A tree read once, in order: it keeps only the roots of its full subtrees, largest first. */
export class Stream {
  size: number;
  readonly #full: Bytes[];

  /** Goes on from a tree of `size` whose full subtrees have these roots. */
  constructor(size = 0, full: readonly Bytes[] = []) {
    this.size = size;
    this.#full = [...full];
  }

  /** The roots of its full subtrees, largest first: all that it takes to go on. */
  get full(): readonly Bytes[] {
    return [...this.#full];
  }

  async append(leaf: Bytes): Promise<void> {
    await this.appendHash(await leafHash(leaf));
  }

  async appendHash(leaf: Bytes): Promise<void> {
    let right = leaf;
    for (let rest = this.size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      const left = this.#full.pop();
      if (left === undefined) throw new Error("unreachable: one full subtree for each bit of the size");
      right = await nodeHash(left, right);
    }
    this.#full.push(right);
    this.size += 1;
  }

  async root(): Promise<Bytes> {
    const last = this.#full.at(-1);
    if (last === undefined) return hash(new Uint8Array());
    let right = last;
    for (const left of this.#full.slice(0, -1).reverse()) right = await nodeHash(left, right);
    return right;
  }
}

/** The root over these leaves. */
export async function treeRoot(leaves: Iterable<Bytes>): Promise<Bytes> {
  const stream = new Stream();
  for (const leaf of leaves) await stream.append(leaf);
  return stream.root();
}

/** Whether `proof` shows the leaf at `index` in the tree of `size` and `root` (RFC 9162, 2.1.3.2). */
export async function inclusionHolds(
  leaf: Bytes,
  index: number,
  size: number,
  root: Bytes,
  proof: readonly Bytes[],
): Promise<boolean> {
  if (index < 0 || index >= size) return false;
  let place = index;
  let last = size - 1;
  let result = leaf;
  for (const other of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      result = await nodeHash(other, result);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      result = await nodeHash(result, other);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && sameHash(result, root);
}

/** Whether `proof` shows the tree of `old` entries to be the start of that of `size` (RFC 9162, 2.1.4.2). */
export async function consistencyHolds(
  old: number,
  oldRoot: Bytes,
  size: number,
  root: Bytes,
  proof: readonly Bytes[],
): Promise<boolean> {
  if (old < 0 || old > size) return false;
  if (old === size) return proof.length === 0 && sameHash(oldRoot, root);
  if (old === 0) return proof.length === 0 && sameHash(oldRoot, await treeRoot([]));
  const power = Number.isInteger(Math.log2(old));
  const [first, ...rest] = power ? [oldRoot, ...proof] : proof;
  if (first === undefined) return false;
  let place = old - 1;
  let last = size - 1;
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  let before = first;
  let after = first;
  for (const other of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      before = await nodeHash(other, before);
      after = await nodeHash(other, after);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      after = await nodeHash(after, other);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && sameHash(before, oldRoot) && sameHash(after, root);
}

function half(whole: number): number {
  return Math.floor(whole / 2); // not >>: that would cut sizes at 2^31
}
