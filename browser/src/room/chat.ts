/**
 * What those at the table write to each other: sealed under the epoch's key, signed by the device, passed on by the server, kept nowhere.
 *
 * Each connection of a device has a key of its own for each epoch, and numbers its messages: the number is the nonce, and none is taken twice.
 */
import type { Admitted, OwnDevice } from "./keys.js";
import { canonical, concat, fromBase64url, signatureHolds, toBase64url, utf8 } from "./lent.js";
import type { Sender } from "./model.js";

const FORMAT = "parley-chat/1";
const CONTEXT = "parley-chat/1\n";
const SALT = "parley-chat-key/1";
const FIELDS = "by,epoch,format,identity,number,sealed,signature,space,talks";
const BLOCK = 256; // lengths are hidden but for so many bytes
export const LONGEST = 4_000; // bytes

/** An epoch as far as writing needs it: who holds its key, and what keys are drawn from. */
export type ChatKey = { readonly epoch: number; readonly members: readonly string[]; readonly senders: readonly Sender[]; readonly material: CryptoKey };

export type Message = {
  readonly by: string;
  readonly epoch: number;
  readonly format: string;
  readonly identity: string;
  readonly number: number;
  readonly sealed: string;
  readonly signature: string;
  readonly space: string;
  readonly talks: string;
};

export type Read = { readonly device: string; readonly identity: string; readonly text: string; readonly readers: readonly string[] };

export class Chat {
  #number = 0; // of this connection: a new one begins with every place, under a key of its own
  readonly #taken = new Map<string, number>(); // by epoch and connection: the last number that was read

  constructor(
    readonly own: OwnDevice,
    readonly admitted: Admitted,
    readonly talks: string,
    readonly space: string,
  ) {}

  async write(key: ChatKey, identity: string, text: string): Promise<Message> {
    const number = this.#number++;
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce(number) }, await this.#keyOf(key, this.own.id, identity), padded(text));
    const { talks, space } = this;
    const body = { by: this.own.id, epoch: key.epoch, format: FORMAT, identity, number, sealed: toBase64url(new Uint8Array(sealed)), space, talks };
    const signature = await crypto.subtle.sign("Ed25519", this.own.signing, concat(utf8(CONTEXT), utf8(canonical(body))));
    return { ...body, signature: toBase64url(new Uint8Array(signature)) };
  }

  /** What it says, or null: of another space, of nobody who holds the key, not signed by them, read before, or not to be opened. */
  async read(keys: readonly ChatKey[], given: unknown): Promise<Read | null> {
    const message = given as Message;
    if (!isShaped(message) || message.talks !== this.talks || message.space !== this.space) return null;
    const { by, epoch, identity, number, signature, ...rest } = message;
    const key = keys.find((each) => each.epoch === epoch);
    const holds = key?.senders.some((sender) => sender.device === by && sender.identity === identity) === true;
    const signer = this.admitted(by);
    if (key === undefined || !holds || signer === null) return null;
    const body = { by, epoch, identity, number, ...rest };
    if (!(await signatureHolds(signer.ed25519, fromBase64url(signature), concat(utf8(CONTEXT), utf8(canonical(body)))))) return null;
    const name = `${epoch} ${identity}`;
    if (number <= (this.#taken.get(name) ?? -1)) return null;
    this.#taken.set(name, number);
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce(number) }, await this.#keyOf(key, by, identity), fromBase64url(message.sealed)).catch(() => null);
    return opened === null ? null : { device: by, identity, text: unpadded(new Uint8Array(opened)), readers: key.members };
  }

  #keyOf({ epoch, material }: ChatKey, device: string, identity: string): Promise<CryptoKey> {
    const info = utf8(canonical({ device, epoch, identity, space: this.space, talks: this.talks }));
    return crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: utf8(SALT), info }, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }
}

function isShaped(message: Message): boolean {
  if (typeof message !== "object" || message === null || Object.keys(message).sort().join() !== FIELDS || message.format !== FORMAT) return false;
  const texts = [message.by, message.identity, message.sealed, message.signature];
  return texts.every((one) => typeof one === "string") && Number.isSafeInteger(message.epoch) && Number.isSafeInteger(message.number) && message.number >= 0 && /^[\w-]*$/.test(message.sealed + message.signature);
}

function nonce(number: number): ArrayBuffer {
  const bytes = new ArrayBuffer(12);
  new DataView(bytes).setBigUint64(4, BigInt(number));
  return bytes;
}

/** The text, a byte that ends it, and nothing up to a whole block. */
function padded(text: string): Uint8Array<ArrayBuffer> {
  const bytes = utf8(text);
  if (bytes.length > LONGEST) throw new RangeError("too long");
  const whole = new Uint8Array(Math.ceil((bytes.length + 1) / BLOCK) * BLOCK);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  return whole;
}

function unpadded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, bytes.lastIndexOf(0x80)));
}
