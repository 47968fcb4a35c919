import { expect, test } from "vitest";

import { canonical, fromBase64url, toBase64url, utf8 } from "../../src/kit/bytes.js";

test("canonical JSON sorts keys by UTF-16 code units and takes integers alone", () => {
  expect(canonical({ b: 1, a: ["م", null, true], "€": "\u0001" })).toBe('{"a":["م",null,true],"b":1,"€":"\\u0001"}');
  expect(() => canonical({ a: 0.5 })).toThrow(RangeError);
});

test("base64url comes back", () => {
  const bytes = utf8("پارلي — parley?");
  expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
  expect(toBase64url(bytes)).not.toMatch(/[+/=]/);
});
