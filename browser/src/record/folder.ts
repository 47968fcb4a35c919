/** A compartment as the folder that any verifier reads: the twin of parley.record.export, from entries read here. */

import { canonical, concat, utf8, type Bytes } from "../kit/bytes.js";
import { Stream, leafHash } from "./tree.js";

const WIDTH = 256;

export type Files = readonly (readonly [path: string, bytes: Bytes])[];

/** Where a tile lies; `level` is a number, or "entries" for a bundle. */
export function tilePath(level: number | "entries", index: number, width: number): string {
  let digits = String(index % 1000).padStart(3, "0");
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    digits = `x${String(rest % 1000).padStart(3, "0")}/${digits}`;
  }
  return `tile/${level}/${digits}${width < WIDTH ? `.p/${width}` : ""}`;
}

/** Every file of the folder; `under` is put before each path. */
export async function folder(talks: string, compartment: string, entries: readonly Bytes[], checkpoint: Bytes, under = ""): Promise<Files> {
  const about = { compartment, format: "parley-record/1", heads: [], talks };
  const files: [string, Bytes][] = [["talks.json", utf8(canonical(about))], ["checkpoint", checkpoint]];
  for (const [index, bundle] of pieces(entries).entries()) {
    files.push([tilePath("entries", index, bundle.length), concat(...bundle.map(prefixed))]);
  }
  let hashes = await Promise.all(entries.map(leafHash));
  for (let level = 0; hashes.length > 0; level++) {
    const tiles = pieces(hashes);
    for (const [index, tile] of tiles.entries()) files.push([tilePath(level, index, tile.length), concat(...tile)]);
    hashes = await Promise.all(tiles.filter((tile) => tile.length === WIDTH).map(rootOf));
  }
  return files.map(([path, bytes]) => [under + path, bytes]);
}

function prefixed(entry: Bytes): Bytes {
  return concat(Uint8Array.of(entry.length >> 8, entry.length & 255), entry);
}

function pieces<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / WIDTH) }, (_, at) => all.slice(at * WIDTH, (at + 1) * WIDTH));
}

async function rootOf(hashes: readonly Bytes[]): Promise<Bytes> {
  const stream = new Stream();
  for (const one of hashes) await stream.appendHash(one);
  return stream.root();
}
