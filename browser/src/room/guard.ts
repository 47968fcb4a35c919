/**
 * What stands around LiveKit's worker, which encrypts and decrypts: it takes no word of the engine for what may stay plain.
 *
 * Every participant counts as encrypted whatever the engine declares, so what comes in the clear does not open and is dropped; what the
 * engine itself would put in is dropped too. Nonces are counted here, no frame is taken twice, and a sender's camera and its other tracks
 * have keys of their own.
 */
import { Nonces, Taken } from "./frames.js";
import { SOURCES, cryptorOf, identityOf } from "./model.js";
import { Tracks } from "./tracks.js";

/** Told to the page, at most every so often for one sender: what comes under this name does not open with its key, or was here before. */
export type Unopened = { readonly kind: "parley-unopened"; readonly data: { readonly identity: string } };

/** Told by the page before LiveKit tells of the track: as what it is sent or played. */
export type TrackTold = { readonly kind: "parley-track"; readonly data: { readonly trackId: string; readonly source: string } };

type Data = { readonly enabled?: boolean; readonly key?: CryptoKey; readonly source?: string; readonly participantIdentity?: string; readonly trackId?: string };
type Passed = { readonly kind: string; readonly data: Data };
type Transforming = { readonly transformer: { readonly options: Data; readonly readable: ReadableStream; readonly writable: WritableStream } };

export type Scope = {
  onmessage: ((event: MessageEvent) => unknown) | null;
  onrtctransform?: ((event: Transforming) => unknown) | null | undefined; // where the browser has one
  postMessage: (message: Passed | Unopened) => void;
  readonly subtle: SubtleCrypto;
  readonly now: () => number; // ms
};

const UNOPENED_MS = 3_000; // a change of keys may take as long on a weak line
const UNOPENED_FRAMES = 30;
const MOST_FAILING = 100;

export function guard(scope: Scope): void {
  const senders = new WeakMap<CryptoKey, string>(); // a key's material, or the key → whose it is
  guardMessages(scope, senders);
  guardAnswers(scope);
  guardCrypto(scope, senders, new Failing(scope));
}

function guardMessages(scope: Scope, senders: WeakMap<CryptoKey, string>): void {
  const [inner, transform, tracks] = [scope.onmessage, scope.onrtctransform, new Tracks()];
  const pass = (kind: string, data: Data) => inner?.call(scope, new MessageEvent("message", { data: { kind, data } }));
  const named = (data: Data, cryptor: string): Data => ({ ...data, participantIdentity: cryptor });
  const trackOf = (data: Data) => ({ ...data, participantIdentity: data.participantIdentity ?? "", trackId: data.trackId ?? "" });
  const bind = (data: Data, go: (data: Data) => unknown) => {
    tracks.bind(trackOf(data), (cryptor) => {
      pass("enable", { enabled: true, participantIdentity: cryptor });
      go(named(data, cryptor));
    });
  };
  scope.onmessage = (event) => {
    const { kind, data } = event.data as Passed;
    if (kind === "setSifTrailer") return;
    if (kind === "parley-track") return tracks.told(data.trackId ?? "", data.source ?? "");
    if (kind === "encode" || kind === "decode" || kind === "updateCodec") return bind(data, (each) => pass(kind, each));
    if (kind === "removeTransform") return tracks.free(trackOf(data), (cryptor) => pass(kind, named(data, cryptor)));
    if (kind === "setKey" && data.key !== undefined) senders.set(data.key, data.participantIdentity ?? "");
    if (kind === "setRTPMap") for (const source of SOURCES) pass(kind, named(data, cryptorOf(data.participantIdentity ?? "", source)));
    else pass(kind, kind === "enable" ? { ...data, enabled: true } : data);
  };
  if (!transform) return;
  scope.onrtctransform = ({ transformer: { options, readable, writable } }) =>
    bind(options, (each) => transform.call(scope, { transformer: { options: each, readable, writable } }));
}

/** LiveKit on the page knows participants, and not what their tracks are called here. */
function guardAnswers(scope: Scope): void {
  const post = scope.postMessage;
  scope.postMessage = (message) => {
    const { kind, data } = message as Passed;
    const cryptor = (data as Data | undefined)?.participantIdentity;
    if (cryptor === undefined || !cryptor.includes(" ")) post.call(scope, message);
    else if (kind !== "enable") post.call(scope, { kind, data: { ...data, participantIdentity: identityOf(cryptor) } });
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

  ends(cryptor: string, nonce: Uint8Array): void {
    this.#since.delete(nameOf(cryptor, nonce));
  }

  goesOn(cryptor: string, nonce: Uint8Array): void {
    const [name, now] = [nameOf(cryptor, nonce), this.scope.now()];
    const { at, count } = this.#since.get(name) ?? { at: now, count: 0 };
    if (this.#since.size >= MOST_FAILING) this.#since.clear(); // somebody invents streams
    this.#since.set(name, { at, count: count + 1 });
    if (now - at >= UNOPENED_MS && count >= UNOPENED_FRAMES) this.#tell(cryptor, now);
  }

  again(cryptor: string): void {
    const count = (this.#again.get(cryptor) ?? 0) + 1;
    this.#again.set(cryptor, count % UNOPENED_FRAMES);
    if (count === UNOPENED_FRAMES) this.#tell(cryptor, this.scope.now());
  }

  #tell(cryptor: string, now: number): void {
    const identity = identityOf(cryptor);
    if (now - (this.#told.get(identity) ?? -UNOPENED_MS) < UNOPENED_MS) return;
    this.#told.set(identity, now);
    this.scope.postMessage({ kind: "parley-unopened", data: { identity } });
  }
}

function nameOf(cryptor: string, nonce: Uint8Array): string {
  return `${cryptor} ${nonce.slice(0, 4).join()}`;
}
