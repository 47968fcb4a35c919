/**
 * What stands around LiveKit's worker, which encrypts and decrypts: it takes no word of the engine for what may stay plain.
 *
 * Every participant counts as encrypted whatever the engine declares, so what comes in the clear does not open and is dropped; what the
 * engine itself would put in is dropped too. Nonces are counted here, and no frame is taken twice.
 */
import { Nonces, Taken } from "./frames.js";

/** Told to the page, at most every so often for one sender: what comes under this name does not open with its key, or was here before. */
export type Unopened = { readonly kind: "parley-unopened"; readonly data: { readonly identity: string } };

type Passed = { readonly kind: string; readonly data: { readonly enabled?: boolean; readonly key?: CryptoKey; readonly participantIdentity?: string } };

export type Scope = {
  onmessage: ((event: MessageEvent) => unknown) | null;
  readonly postMessage: (message: Unopened) => void;
  readonly subtle: SubtleCrypto;
  readonly now: () => number; // ms
};

const UNOPENED_MS = 3_000; // a change of keys may take as long on a weak line
const UNOPENED_FRAMES = 30;
const MOST_FAILING = 100;

export function guard(scope: Scope): void {
  const senders = new WeakMap<CryptoKey, string>(); // a key's material, or the key → whose it is
  guardMessages(scope, senders);
  guardCrypto(scope, senders, new Failing(scope));
}

function guardMessages(scope: Scope, senders: WeakMap<CryptoKey, string>): void {
  const pass = scope.onmessage;
  scope.onmessage = (event) => {
    const { kind, data } = event.data as Passed;
    if (kind === "setSifTrailer") return undefined;
    if (kind === "setKey" && data.key !== undefined) senders.set(data.key, data.participantIdentity ?? "");
    const plain = kind === "enable" && data.enabled !== true;
    return pass?.call(scope, plain ? new MessageEvent("message", { data: { kind, data: { ...data, enabled: true } } }) : event);
  };
}

function guardCrypto(scope: Scope, senders: WeakMap<CryptoKey, string>, failing: Failing): void {
  const { subtle } = scope;
  const [deriveKey, encrypt, decrypt] = [subtle.deriveKey.bind(subtle), subtle.encrypt.bind(subtle), subtle.decrypt.bind(subtle)];
  const nonces = new Nonces();
  const taken = new WeakMap<CryptoKey, Taken>();

  const guarded = {
    async deriveKey(...asked: Parameters<SubtleCrypto["deriveKey"]>): Promise<CryptoKey> {
      const key = await deriveKey(...asked);
      senders.set(key, senders.get(asked[1]) ?? "");
      return key;
    },
    encrypt(algorithm: AesGcmParams, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer> {
      nonces.number(algorithm.iv as ArrayBuffer); // in place: the same bytes are sent with the frame
      return encrypt(algorithm, key, data);
    },
    async decrypt(algorithm: AesGcmParams, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer> {
      const nonce = algorithm.iv as Uint8Array<ArrayBuffer>;
      const known = taken.get(key) ?? new Taken();
      taken.set(key, known);
      const sender = senders.get(key) ?? "";
      const refused = (): never => {
        failing.again(sender);
        throw new Error("this frame was here before");
      };
      if (!known.fresh(nonce)) return refused();
      const plain = await decrypt(algorithm, key, data).catch((fault: unknown) => {
        failing.goesOn(sender, nonce);
        throw fault;
      });
      if (!known.take(nonce)) return refused();
      failing.ends(sender, nonce);
      return plain;
    },
  };
  for (const [name, value] of Object.entries(guarded)) Object.defineProperty(subtle, name, { value });
}

/** Streams under a sender's name of which no frame opens, and frames that come again: no line brings one twice. */
class Failing {
  readonly #again = new Map<string, number>();
  readonly #since = new Map<string, { readonly at: number; readonly count: number }>();
  readonly #told = new Map<string, number>();

  constructor(readonly scope: Scope) {}

  ends(identity: string, nonce: Uint8Array): void {
    this.#since.delete(nameOf(identity, nonce));
  }

  goesOn(identity: string, nonce: Uint8Array): void {
    const [name, now] = [nameOf(identity, nonce), this.scope.now()];
    const { at, count } = this.#since.get(name) ?? { at: now, count: 0 };
    if (this.#since.size >= MOST_FAILING) this.#since.clear(); // somebody invents streams
    this.#since.set(name, { at, count: count + 1 });
    if (now - at >= UNOPENED_MS && count >= UNOPENED_FRAMES) this.#tell(identity, now);
  }

  again(identity: string): void {
    const count = (this.#again.get(identity) ?? 0) + 1;
    this.#again.set(identity, count % UNOPENED_FRAMES);
    if (count === UNOPENED_FRAMES) this.#tell(identity, this.scope.now());
  }

  #tell(identity: string, now: number): void {
    if (now - (this.#told.get(identity) ?? -UNOPENED_MS) < UNOPENED_MS) return;
    this.#told.set(identity, now);
    this.scope.postMessage({ kind: "parley-unopened", data: { identity } });
  }
}

function nameOf(identity: string, nonce: Uint8Array): string {
  return `${identity} ${nonce.slice(0, 4).join()}`;
}
