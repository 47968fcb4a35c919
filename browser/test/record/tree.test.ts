/** The tree against Go's golang.org/x/mod/sumdb/tlog. */

import { expect, test } from "vitest";
import { toHex, utf8 } from "../../src/kit/bytes.js";
import { Stream, consistencyHolds, inclusionHolds, leafHash, treeRoot } from "../../src/record/index.js";
import { hex, vectors } from "./vectors.js";

type Go = {
  readonly leaf: string;
  readonly leaf_hash: string;
  readonly roots: { readonly [size: string]: string };
  readonly inclusion: readonly { readonly index: number; readonly size: number; readonly proof: string[] }[];
  readonly consistency: readonly { readonly old: number; readonly size: number; readonly proof: string[] }[];
};

const go = vectors<Go>("go.json");
const leaf = (number: number) => utf8(go.leaf.replace("%d", String(number)));
const root = (size: number) => hex(go.roots[size] ?? "");

test("roots at every size are Go's", async () => {
  expect(toHex(await leafHash(leaf(0)))).toBe(go.leaf_hash);
  const stream = new Stream();
  for (let size = 1; size <= 600; size++) {
    await stream.append(leaf(size - 1));
    expect(toHex(await stream.root())).toBe(go.roots[size]);
  }
});

test("Go's inclusion proofs hold, and hold for nothing else", async () => {
  for (const { index, size, proof } of go.inclusion) {
    const hashes = proof.map(hex);
    const hashed = await leafHash(leaf(index));
    expect(await inclusionHolds(hashed, index, size, root(size), hashes)).toBe(true);
    expect(await inclusionHolds(await leafHash(leaf(601)), index, size, root(size), hashes)).toBe(false);
    expect(await inclusionHolds(hashed, index, size, root(size), [...hashes, hashed])).toBe(false);
    expect(await inclusionHolds(hashed, size, size, root(size), hashes)).toBe(false);
  }
});

test("Go's consistency proofs hold, and hold for nothing else", async () => {
  for (const { old, size, proof } of go.consistency) {
    const hashes = proof.map(hex);
    expect(await consistencyHolds(old, root(old), size, root(size), hashes)).toBe(true);
    expect(await consistencyHolds(old, root(601), size, root(size), hashes)).toBe(false);
    expect(await consistencyHolds(old, root(old), size, root(size), [...hashes, root(1)])).toBe(false);
    expect(await consistencyHolds(size + 1, root(old), size, root(size), hashes)).toBe(false);
    if (hashes.length) expect(await consistencyHolds(old, root(old), size, root(size), hashes.slice(1))).toBe(false);
  }
});

test("an empty tree is the start of every tree", async () => {
  const empty = await treeRoot([]);
  expect(await consistencyHolds(0, empty, 3, root(3), [])).toBe(true);
  expect(await consistencyHolds(0, root(1), 3, root(3), [])).toBe(false);
});
