/**
 * The numbers of encrypted frames: none is ever used twice to encrypt, and none is taken twice to decrypt.
 *
 * A nonce is the stream's own number, which the engine needs no more than we do, and a counter of 64 bits.
 */

const NONCE_BYTES = 12;
const STREAM_BYTES = 4;
/** So many frames of one stream may come in any order: 20 s of sound, and longer of a picture. */
const WINDOW = 1024;
const STREAMS = 64; // of one key: a sender has five at most; more are somebody's invention

/** Counts up for as long as the worker lives. A key is one connection's, and a connection has one worker: so no nonce comes again. */
export class Nonces {
  #next = 0n;

  /** Writes the next counter into a nonce, behind its stream's number. */
  number(nonce: ArrayBuffer): void {
    if (nonce.byteLength !== NONCE_BYTES) throw new RangeError("a nonce of another length");
    new DataView(nonce).setBigUint64(STREAM_BYTES, this.#next);
    this.#next += 1n;
  }
}

/** Which frames under one key were taken. Frames may overtake each other; the same one never comes twice. */
export class Taken {
  readonly #streams = new Map<number, Stream>();

  fresh(nonce: Uint8Array): boolean {
    const { stream, count } = parts(nonce);
    return this.#streams.get(stream)?.fresh(count) ?? this.#streams.size < STREAMS;
  }

  /** Notes a frame that was opened; false if another copy of it was quicker. */
  take(nonce: Uint8Array): boolean {
    if (!this.fresh(nonce)) return false;
    const { stream, count } = parts(nonce);
    const known = this.#streams.get(stream) ?? new Stream();
    this.#streams.set(stream, known);
    known.take(count);
    return true;
  }
}

class Stream {
  readonly #seen = new Set<bigint>(); // in the order of their coming
  #floor: bigint | null = null; // what is not above it came too late

  fresh(count: bigint): boolean {
    return !this.#seen.has(count) && (this.#floor === null || above(count, this.#floor));
  }

  take(count: bigint): void {
    this.#seen.add(count);
    if (this.#seen.size <= WINDOW) return;
    const [oldest] = this.#seen;
    if (oldest === undefined) return;
    this.#seen.delete(oldest);
    if (this.#floor === null || above(oldest, this.#floor)) this.#floor = oldest;
  }
}

/** Counters may go round, as those of other programs, which begin with the time of the frame, do. */
function above(left: bigint, right: bigint): boolean {
  return BigInt.asIntN(64, left - right) > 0n;
}

function parts(nonce: Uint8Array): { readonly stream: number; readonly count: bigint } {
  if (nonce.byteLength !== NONCE_BYTES) throw new RangeError("a nonce of another length");
  const view = new DataView(nonce.buffer, nonce.byteOffset, nonce.byteLength);
  return { stream: view.getUint32(0), count: view.getBigUint64(STREAM_BYTES) };
}
