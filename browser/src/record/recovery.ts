/** What a head set up for the day its device is lost: a deputy's device, and a key on paper. The twin of parley.record.recovery. */

import type { Bytes } from "../kit/bytes.js";
import { signatureHolds, unbase64url } from "./canonical.js";
import { signingKeySound } from "./curve.js";

type Paper = { readonly seat: string; spent: boolean };

/** By head's seat. What it refuses changes nothing and returns false. */
export class Recovery {
  readonly #deputies = new Map<string, string>();
  readonly #papers = new Map<string, Paper>(); // public part → whose, in order

  name(seat: string, deputy: string): void {
    this.#deputies.set(seat, deputy);
  }

  isDeputy(seat: string, device: string): boolean {
    return this.#deputies.get(seat) === device;
  }

  make(seat: string, key: string): boolean {
    const bytes = bytesOf(key, 32);
    if (bytes === null || !signingKeySound(bytes) || this.#papers.has(key)) return false;
    this.#papers.set(key, { seat, spent: false });
    return true;
  }

  async spend(seat: string, key: string, proof: string, statement: Bytes): Promise<boolean> {
    const last = [...this.#papers].filter(([, paper]) => paper.seat === seat).at(-1);
    if (last === undefined || last[0] !== key || last[1].spent) return false;
    const [bytes, signature] = [bytesOf(key, 32), bytesOf(proof, 64)];
    last[1].spent = bytes !== null && signature !== null && (await signatureHolds(bytes, signature, statement));
    return last[1].spent;
  }
}

function bytesOf(text: string, length: number): Bytes | null {
  try {
    return unbase64url(text, length);
  } catch {
    return null;
  }
}
