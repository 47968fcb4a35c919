import "fake-indexeddb/auto";
import { expect, test } from "vitest";

import { fromBase64url, utf8 } from "../../src/kit/bytes.js";
import { signatureHolds } from "../../src/record/canonical.js";
import { make, publicOf, sign } from "../../src/sign/keys.js";

test("a key signs and cannot be taken out", async () => {
  const keys = await make();
  const signature = await sign(keys, utf8("parley-act/1 binding\n{}"));
  expect(await signatureHolds(fromBase64url((await publicOf(keys)).ed25519), signature, utf8("parley-act/1 binding\n{}"))).toBe(true);
  expect(keys.ed25519.privateKey.extractable).toBe(false);
  expect(keys.x25519.privateKey.extractable).toBe(false);
  await expect(crypto.subtle.exportKey("pkcs8", keys.ed25519.privateKey)).rejects.toThrow();
});
