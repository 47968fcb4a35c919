/** Where a browser gives stored keys back as null, they are kept wrapped; where it keeps nothing, that is found before a key is made. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { utf8 } from "../../src/kit/bytes.js";
import { signatureHolds } from "../../src/record/canonical.js";

const real = Object.getOwnPropertyDescriptor(IDBRequest.prototype, "result") as PropertyDescriptor;

/** As Safari 27 does (dialog-db#473): a stored X25519 key comes back as null, alone or in an object. */
function forgetful(value: unknown): unknown {
  if (value instanceof CryptoKey) return value.algorithm.name === "X25519" && value.type === "private" ? null : value;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || !("device" in value || "privateKey" in value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, forgetful(one)]));
}

function gives(change: (value: unknown) => unknown): void {
  Object.defineProperty(IDBRequest.prototype, "result", { ...real, get: function (this: IDBRequest) { return change(real.get?.call(this)); } });
}

beforeEach(() => vi.resetModules()); // what a browser keeps is asked once a page
afterEach(() => void Object.defineProperty(IDBRequest.prototype, "result", real));

test("a browser that keeps keys whole keeps them so", async () => {
  const { keysOf, rowOf } = await import("../../src/sign/keys.js");
  const { makeKept } = await import("../../src/sign/kept.js");
  await makeKept("march", "whole", null);
  expect(Object.keys((await rowOf("march", "whole")) ?? {}).sort()).toEqual(["device", "ed25519", "x25519"]);
  expect((await keysOf("march", "whole"))?.x25519.privateKey.extractable).toBe(false);
});

test("where a stored key comes back as null it lies wrapped, opens, and cannot be taken out", async () => {
  gives(forgetful);
  const { keysOf, moveKeys, publicOf, sign } = await import("../../src/sign/keys.js");
  const { makeKept } = await import("../../src/sign/kept.js");
  const { lacking } = await import("../../src/sign/features.js");
  vi.stubGlobal("isSecureContext", true);
  expect(await lacking()).not.toContain("keys");
  const made = await makeKept("march", "head?1", null);
  await moveKeys("march", "head?1", "head");
  const keys = await keysOf("march", "head");
  if (keys === undefined) throw new Error("they are kept");
  expect(keys.device).toBe(made.device);
  expect(await publicOf(keys)).toEqual(await publicOf(made));
  const key = new Uint8Array(await crypto.subtle.exportKey("raw", keys.ed25519.publicKey));
  expect(await signatureHolds(key, await sign(keys, utf8("an act")), utf8("an act"))).toBe(true);
  expect(keys.ed25519.privateKey.extractable || keys.x25519.privateKey.extractable).toBe(false);
  await expect(crypto.subtle.exportKey("pkcs8", keys.x25519.privateKey)).rejects.toThrow();
});

test("a browser that gives no key back at all is told so before one is made", async () => {
  gives((value) => (typeof value === "object" && value !== null && "device" in value ? null : value));
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("RTCRtpScriptTransform", class {});
  const { lacking } = await import("../../src/sign/features.js");
  expect(await lacking()).toEqual(["keys"]);
});
