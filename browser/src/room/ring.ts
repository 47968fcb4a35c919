/** The keys that frames are encrypted and opened with: one for each sender of an epoch, drawn from the epoch's key. */
import { canonical, utf8, type Bytes } from "../kit/bytes.js";
import type { EpochKey } from "./keys.js";
import { KEY_SLOTS, type Sender } from "./model.js";

const SALT = "parley-sender-key/1";
/** So long frames of the epoch before still open: on their way they may be when somebody left, unread yet when people only came. */
const RETIRE_MS = { left: 1_000, came: 5_000 } as const;

/** The bytes from which LiveKit's worker draws a sender's key; in Python `rehearsal.keys.sender_key`. */
export async function senderKey(key: Bytes, talks: string, space: string, epoch: number, sender: Sender): Promise<Bytes> {
  const material = await crypto.subtle.importKey("raw", key, "HKDF", false, ["deriveBits"]);
  const { device, identity } = sender;
  const info = utf8(canonical({ device, epoch, identity, space, talks }));
  const bits = await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: utf8(SALT), info }, material, 256);
  return new Uint8Array(bits);
}

export class Ring {
  #senders: ReadonlySet<string> = new Set();
  readonly #held = new Map<string, { readonly identity: string; readonly epoch: number }>(); // by sender and slot
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
      key.senders.map(async (sender) => ({ sender, key: await senderKey(key.key, this.talks, this.space, key.epoch, sender) })),
    );
    key.key.fill(0);
    if (!isCurrent()) return;
    this.#senders = new Set(key.senders.map(({ identity }) => identity));
    const [mine, others] = [made.filter(({ sender }) => sender.device === this.own), made.filter(({ sender }) => sender.device !== this.own)];
    for (const each of others) await this.#set(each.sender.identity, key.epoch, each.key, false);
    if (after > 0) await new Promise((resume) => setTimeout(resume, after * 1000));
    if (!isCurrent() || this.#holds > key.epoch) return;
    this.#sends = key.epoch;
    for (const each of mine) await this.#set(each.sender.identity, key.epoch, each.key, true);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#retire(key.epoch);
    }, after === 0 ? RETIRE_MS.left : RETIRE_MS.came);
    this.#timers.add(timer);
  }

  /** Until the next key is here ours is one that nobody holds: who has left cannot hear us, and nobody can. */
  async hold(identity: string, epoch: number): Promise<void> {
    this.#holds = Math.max(this.#holds, epoch);
    const key = await imported(crypto.getRandomValues(new Uint8Array(32)));
    if (this.#sends < epoch) this.#post(identity, epoch, key, true);
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
      this.#post(held.identity, held.epoch, await imported(crypto.getRandomValues(new Uint8Array(32))), false);
    }
  }

  async #set(identity: string, epoch: number, key: Bytes, sends: boolean): Promise<void> {
    this.#held.set(`${identity} ${epoch % KEY_SLOTS}`, { identity, epoch });
    this.#post(identity, epoch, await imported(key), sends);
  }

  #post(participantIdentity: string, epoch: number, key: CryptoKey, updateCurrentKeyIndex: boolean): void {
    const data = { participantIdentity, isPublisher: false, key, keyIndex: epoch % KEY_SLOTS, updateCurrentKeyIndex };
    this.worker.postMessage({ kind: "setKey", data });
  }
}

async function imported(bytes: Bytes): Promise<CryptoKey> {
  const key = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveBits", "deriveKey"]);
  bytes.fill(0);
  return key;
}
