/** The folder that a browser hands over: its tiles make Go's roots, its bundles the very entries, its archive a zip. */

import { expect, test } from "vitest";

import { toHex, utf8, type Bytes } from "../../src/kit/bytes.js";
import { crc32, zipped } from "../../src/kit/zip.js";
import { folder, tilePath } from "../../src/record/folder.js";
import { Stream, unbundled } from "../../src/record/index.js";
import { vectors } from "./vectors.js";

const go = vectors<{ readonly leaf: string; readonly roots: { readonly [size: string]: string } }>("go.json");
const entries = Array.from({ length: 600 }, (_, number) => utf8(go.leaf.replace("%d", String(number))));

function hashesOf(tile: Bytes): Bytes[] {
  return Array.from({ length: tile.length / 32 }, (_, at) => tile.slice(at * 32, at * 32 + 32));
}

test("tiles of both levels together make the root that Go has", async () => {
  const files = new Map(await folder("march", "table", entries, utf8("note")));
  const stream = new Stream();
  for (const path of ["tile/0/000", "tile/0/001", "tile/0/002.p/88"]) {
    for (const hash of hashesOf(files.get(path) ?? utf8(""))) await stream.appendHash(hash);
  }
  expect(toHex(await stream.root())).toBe(go.roots["600"]);
  const above = hashesOf(files.get("tile/1/000.p/2") ?? utf8(""));
  expect(above.map(toHex)).toEqual([go.roots["256"], toHex(await rootOf(entries.slice(256, 512)))]);
});

async function rootOf(leaves: readonly Bytes[]): Promise<Bytes> {
  const stream = new Stream();
  for (const leaf of leaves) await stream.append(leaf);
  return stream.root();
}

test("bundles hold every entry, in order and to the byte", async () => {
  const files = new Map(await folder("march", "table", entries, utf8("note"), "table/"));
  const read = ["000", "001", "002.p/88"].flatMap((name) => unbundled(files.get(`table/tile/entries/${name}`) ?? utf8("")));
  expect(read).toEqual(entries);
});

test("a tile's path counts in thousands", () => {
  expect(tilePath(0, 1_234_067, 256)).toBe("tile/0/x001/x234/067");
  expect(tilePath("entries", 3, 7)).toBe("tile/entries/003.p/7");
});

test("an archive has a checksum for each file and an end that counts them", () => {
  expect(crc32(utf8("123456789"))).toBe(0xcbf43926);
  const made = zipped([["a", utf8("x")], ["b/c", utf8("yz")]]);
  const end = new DataView(made.buffer, made.length - 22);
  expect([end.getUint32(0, true), end.getUint16(10, true)]).toEqual([0x06054b50, 2]);
});
