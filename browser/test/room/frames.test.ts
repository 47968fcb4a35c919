/** Nonces that never come again, frames that are taken once, and what the guard lets pass to LiveKit's worker. */
import { describe, expect, it } from "vitest";

import { Nonces, Taken } from "../../src/room/frames.js";
import { guard, type Scope, type Unopened } from "../../src/room/guard.js";

function nonce(stream: number, count: bigint): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12);
  new DataView(bytes.buffer).setUint32(0, stream);
  new DataView(bytes.buffer).setBigUint64(4, count);
  return bytes;
}

describe("nonces", () => {
  it("keep their stream's number and never come again, whatever the stream", () => {
    const [nonces, seen] = [new Nonces(), new Set<string>()];
    for (let at = 0; at < 10_000; at += 1) {
      const bytes = nonce(at % 3, 99n); // what LiveKit wrote there is not kept
      nonces.number(bytes.buffer);
      expect(bytes[3]).toBe(at % 3);
      seen.add(bytes.slice(4).join());
    }
    expect(seen.size).toBe(10_000);
  });

  it("are of twelve bytes or none", () => {
    expect(() => new Nonces().number(new ArrayBuffer(16))).toThrow(RangeError);
    expect(() => new Taken().fresh(new Uint8Array(16))).toThrow(RangeError);
  });
});

describe("frames", () => {
  it("are taken once, in any order within a thousand and twenty-four", () => {
    const taken = new Taken();
    for (let at = 2_000n; at > 1_000n; at -= 1n) expect(taken.take(nonce(1, at))).toBe(true); // all overtaken
    for (let at = 2_000n; at > 1_000n; at -= 1n) expect(taken.take(nonce(1, at))).toBe(false);
    expect(taken.take(nonce(2, 1_500n))).toBe(true); // another stream
  });

  it("that are older than the window are not taken, seen or not", () => {
    const taken = new Taken();
    for (let at = 0n; at < 2_000n; at += 1n) taken.take(nonce(1, at + (at > 500n ? 1n : 0n))); // 501 never came
    expect([0n, 501n, 900n].map((at) => taken.fresh(nonce(1, at)))).toEqual([false, false, false]);
    expect(taken.fresh(nonce(1, 2_001n))).toBe(true);
  });

  it("go on when a counter goes round, as one does that begins with the time of the frame", () => {
    const taken = new Taken();
    const top = 2n ** 64n;
    for (let at = top - 1_500n; at < top; at += 1n) expect(taken.take(nonce(1, at))).toBe(true);
    for (let at = 0n; at < 1_500n; at += 1n) expect(taken.take(nonce(1, at))).toBe(true);
    expect(taken.take(nonce(1, 10n))).toBe(false);
  });

  it("of invented streams are not counted without end", () => {
    const taken = new Taken();
    for (let stream = 0; stream < 64; stream += 1) expect(taken.take(nonce(stream, 1n))).toBe(true);
    expect(taken.take(nonce(64, 1n))).toBe(false);
    expect(taken.take(nonce(3, 2n))).toBe(true);
  });
});

/** A worker of LiveKit's without LiveKit: it keeps what it is told. */
class Bare {
  now = 0;
  passed: unknown[] = [];
  told: Unopened[] = [];
  onmessage: ((event: MessageEvent) => unknown) | null = (event) => this.passed.push(event.data);
  readonly subtle: SubtleCrypto = Object.create(crypto.subtle, {
    deriveKey: { value: crypto.subtle.deriveKey.bind(crypto.subtle), configurable: true },
    encrypt: { value: crypto.subtle.encrypt.bind(crypto.subtle), configurable: true },
    decrypt: { value: crypto.subtle.decrypt.bind(crypto.subtle), configurable: true },
  }) as SubtleCrypto;

  constructor() {
    const scope: Scope = {
      ...{ postMessage: (message) => this.told.push(message as Unopened), subtle: this.subtle, now: () => this.now },
      onmessage: (event) => this.onmessage?.(event),
    };
    const inner = this.onmessage;
    scope.onmessage = (event) => inner?.(event);
    guard(scope);
    this.onmessage = scope.onmessage;
  }

  says(kind: string, data: object): void {
    this.onmessage?.(new MessageEvent("message", { data: { kind, data } }));
  }

  async key(identity: string): Promise<CryptoKey> {
    const material = await crypto.subtle.importKey("raw", new Uint8Array(32), "HKDF", false, ["deriveKey"]);
    this.says("setKey", { participantIdentity: identity, key: material });
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new Uint8Array() };
    return this.subtle.deriveKey(how, material, { name: "AES-GCM", length: 128 }, false, ["encrypt", "decrypt"]);
  }
}

describe("the guard", () => {
  it("lets nobody be declared plain, and nothing of the engine's own be played", () => {
    const bare = new Bare();
    bare.says("enable", { enabled: false, participantIdentity: "a.1" });
    bare.says("enable", { enabled: true, participantIdentity: "b.1" });
    bare.says("setSifTrailer", { trailer: new Uint8Array(4) });
    expect(bare.passed).toEqual([
      { kind: "enable", data: { enabled: true, participantIdentity: "a.1" } },
      { kind: "enable", data: { enabled: true, participantIdentity: "b.1" } },
    ]);
  });

  it("encrypts no two frames under one nonce, though it is asked to", async () => {
    const bare = new Bare();
    const key = await bare.key("a.1 camera");
    const sent: string[] = [];
    for (let at = 0; at < 100; at += 1) {
      const iv = nonce(7, 5n).buffer;
      await bare.subtle.encrypt({ name: "AES-GCM", iv }, key, new Uint8Array(3));
      sent.push(new Uint8Array(iv).join());
    }
    expect(new Set(sent).size).toBe(100);
  });

  it("opens a frame once, though two copies come at once", async () => {
    const bare = new Bare();
    const key = await bare.key("a.1 camera");
    const iv = nonce(7, 5n);
    const sealed = await bare.subtle.encrypt({ name: "AES-GCM", iv: iv.buffer }, key, new Uint8Array(3));
    const open = () => bare.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed).then(() => true, () => false);
    expect((await Promise.all([open(), open()])).filter(Boolean)).toHaveLength(1);
    expect(await open()).toBe(false);
  });

  it("tells the page whose frames have not opened for three seconds, and nothing of a few", async () => {
    const bare = new Bare();
    const key = await bare.key("a.1 camera");
    const fails = async (frames: number) => {
      for (let at = 0; at < frames; at += 1) {
        await bare.subtle.decrypt({ name: "AES-GCM", iv: nonce(7, BigInt(at)) }, key, new Uint8Array(32)).catch(() => undefined);
      }
    };
    await fails(40);
    bare.now = 2_900;
    await fails(1);
    expect(bare.told).toEqual([]);
    bare.now = 3_100;
    await fails(5);
    expect(bare.told).toEqual([{ kind: "parley-unopened", data: { identity: "a.1" } }]);
  });

  it("tells the page of frames that come again and again, though others open in between", async () => {
    const bare = new Bare();
    const key = await bare.key("a.1 camera");
    const seal = async (iv: Uint8Array<ArrayBuffer>) => bare.subtle.encrypt({ name: "AES-GCM", iv: iv.buffer }, key, new Uint8Array(3));
    const [old, opened] = [nonce(7, 5n), { count: 0 }];
    const sealed = await seal(old);
    await bare.subtle.decrypt({ name: "AES-GCM", iv: old }, key, sealed);
    for (let at = 0; at < 30; at += 1) {
      const fresh = nonce(7, 9n);
      const next = await seal(fresh);
      await bare.subtle.decrypt({ name: "AES-GCM", iv: fresh }, key, next).then(() => (opened.count += 1));
      expect(bare.told).toEqual([]);
      await bare.subtle.decrypt({ name: "AES-GCM", iv: old }, key, sealed).catch(() => undefined);
    }
    expect(opened.count).toBe(30);
    expect(bare.told).toEqual([{ kind: "parley-unopened", data: { identity: "a.1" } }]);
  });
});
