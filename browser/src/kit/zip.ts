/** A zip archive of files as they are, nothing compressed (APPNOTE 6.3): enough to hand a folder to its reader. */

import { concat, utf8, type Bytes } from "./bytes.js";

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});
const DATE = 33; // 1 January 1980: the same files make the same archive

export function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (TABLE[(sum ^ byte) & 255] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** Little-endian numbers of two or four bytes, as `widths` says. */
function numbers(...pairs: readonly (readonly [2 | 4, number])[]): Bytes {
  const made = new DataView(new ArrayBuffer(pairs.reduce((sum, [width]) => sum + width, 0)));
  let at = 0;
  for (const [width, value] of pairs) {
    if (width === 2) made.setUint16(at, value, true);
    else made.setUint32(at, value, true);
    at += width;
  }
  return new Uint8Array(made.buffer);
}

export function zipped(files: readonly (readonly [path: string, bytes: Bytes])[]): Bytes {
  const bodies: Bytes[] = [];
  const listed: Bytes[] = [];
  let at = 0;
  for (const [path, bytes] of files) {
    const name = utf8(path);
    const about = numbers([2, 20], [2, 0x800], [2, 0], [2, 0], [2, DATE], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, name.length], [2, 0]);
    const body = concat(numbers([4, 0x04034b50]), about, name, bytes);
    listed.push(concat(numbers([4, 0x02014b50], [2, 20]), about, numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, at]), name));
    bodies.push(body);
    at += body.length;
  }
  const directory = concat(...listed);
  const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, directory.length], [4, at], [2, 0]);
  return concat(...bodies, directory, end);
}
