/** The keys that frames are encrypted and opened with: one for each source of each sender of an epoch, drawn from the epoch's key. */
import { canonical, utf8, type Bytes } from "../kit/bytes.js";
import type { EpochKey } from "./keys.js";
import { SOURCES, cryptorOf, slotOf, type Sender, type Source } from "./model.js";

const SALT = "parley-sender-key/2";
/** So long frames of the epoch before still open: on their way they may be when somebody left, unread yet when people only came. */
const RETIRE_MS = { left: 1_000, came: 5_000 } as const;

/** The bytes from which LiveKit's worker draws the key of one source of a sender; in Python `rehearsal.keys.sender_key`. */
export async function senderKey(key: Bytes, talks: string, space: string, epoch: number, sender: Sender, source: Source): Promise<Bytes> {
  const material = await crypto.subtle.importKey("raw", key, "HKDF", false, ["deriveBits"]);
  const { device, identity } = sender;
  const info = utf8(canonical({ device, epoch, identity, source, space, talks }));
  const bits = await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: utf8(SALT), info }, material, 256);
  return new Uint8Array(bits);
}

export class Ring {
  #senders: ReadonlySet<string> = new Set();
  readonly #held = new Map<string, { readonly cryptor: string; readonly slot: number; readonly epoch: number }>(); // by both
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #sends = 0; // the epoch whose key ours are encrypted with
  #holds = 0; // nothing more is sent under the keys of before this epoch

  constructor(
    readonly worker: Pick<Worker, "postMessage">,
    readonly talks: string,
    readonly space: string,
    readonly own: string,
  ) {}

  /** Whether sound and pictures of this connection may be played: it is a member's whom this device verified. */
  admits(identity: string): boolean {
    return this.#senders.has(identity);
  }

  /** Frames of the epoch open at once; ours are encrypted with its key after so many seconds, 0 if somebody left. */
  async put(key: EpochKey, after: number, isCurrent: () => boolean): Promise<void> {
    const made = await Promise.all(
      key.senders.flatMap((sender) =>
        SOURCES.map(async (source) => {
          const bytes = await senderKey(key.key, this.talks, this.space, key.epoch, sender, source);
          return { sender, source, key: await imported(bytes) };
        }),
      ),
    );
    key.key.fill(0);
    if (!isCurrent()) return;
    this.#senders = new Set(key.senders.map(({ identity }) => identity));
    const [mine, others] = [made.filter(({ sender }) => sender.device === this.own), made.filter(({ sender }) => sender.device !== this.own)];
    // Under every source's slot lies the key of the track's own: what is of another source does not open, and that is told.
    for (const each of others) for (const named of SOURCES) this.#set(each, named, key.epoch, false);
    if (after > 0) await new Promise((resume) => setTimeout(resume, after * 1000));
    if (!isCurrent() || this.#holds > key.epoch) return;
    this.#sends = key.epoch;
    for (const each of mine) this.#set(each, each.source, key.epoch, true);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#retire(key.epoch);
    }, after === 0 ? RETIRE_MS.left : RETIRE_MS.came);
    this.#timers.add(timer);
  }

  /** Until the next key is here ours is one that nobody holds: who has left cannot hear us, and nobody can. */
  async hold(identity: string, epoch: number): Promise<void> {
    this.#holds = Math.max(this.#holds, epoch);
    const key = await nobodys();
    if (this.#sends >= epoch) return;
    for (const source of SOURCES) this.#post(cryptorOf(identity, source), slotOf(epoch, source), key, true);
  }

  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Overwrites every key of an earlier epoch: who held one opens no line any more, neither theirs nor another's. */
  async #retire(epoch: number): Promise<void> {
    for (const [name, held] of [...this.#held]) {
      if (held.epoch >= epoch) continue;
      this.#held.delete(name);
      this.#post(held.cryptor, held.slot, await nobodys(), false);
    }
  }

  #set(each: { readonly sender: Sender; readonly source: Source; readonly key: CryptoKey }, named: Source, epoch: number, sends: boolean): void {
    const [cryptor, slot] = [cryptorOf(each.sender.identity, each.source), slotOf(epoch, named)];
    this.#held.set(`${cryptor} ${slot}`, { cryptor, slot, epoch });
    this.#post(cryptor, slot, each.key, sends);
  }

  #post(participantIdentity: string, keyIndex: number, key: CryptoKey, updateCurrentKeyIndex: boolean): void {
    this.worker.postMessage({ kind: "setKey", data: { participantIdentity, isPublisher: false, key, keyIndex, updateCurrentKeyIndex } });
  }
}

function nobodys(): Promise<CryptoKey> {
  return imported(crypto.getRandomValues(new Uint8Array(32)));
}

async function imported(bytes: Bytes): Promise<CryptoKey> {
  const key = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveBits", "deriveKey"]);
  bytes.fill(0);
  return key;
}
