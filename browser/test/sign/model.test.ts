import { describe, expect, test } from "vitest";

import { digestsOf, heldLongEnough, HOLD_MS, IDLE, mayPass, pressed, released, sameDevices, sameThing } from "../../src/sign/model.js";

describe("a press", () => {
  test("signs only when it was held all the time", () => {
    const held = pressed(IDLE, 1000);
    expect(heldLongEnough(held, 1000 + HOLD_MS - 1)).toBe(false);
    expect(heldLongEnough(held, 1000 + HOLD_MS)).toBe(true);
    expect(heldLongEnough(released(held), 1000 + HOLD_MS)).toBe(false);
  });

  test("begun twice counts from the first", () => {
    expect(pressed(pressed(IDLE, 10), 500)).toEqual({ state: "held", since: 10 });
  });
});

describe("what is shown", () => {
  const fields = { clause: "4", digests: { en: "aa", ps: "bb" } };
  const whole = [
    { claimed: "aa", computed: "aa" },
    { claimed: "bb", computed: "bb" },
  ];

  test("is what is signed when every digest is computed from it", () => {
    expect(sameThing("text.clause-adopted.1", fields, whole)).toBe(true);
  });

  test("is refused when one text has the digest of another", () => {
    expect(sameThing("text.clause-adopted.1", fields, [whole[0]!, { claimed: "bb", computed: "cc" }])).toBe(false);
  });

  test("is refused when a language is not shown", () => {
    expect(sameThing("text.clause-adopted.1", fields, [whole[0]!])).toBe(false);
  });

  test("is refused when it shows more than the act commits to", () => {
    expect(sameThing("text.clause-adopted.1", fields, [...whole, { claimed: "dd", computed: "dd" }])).toBe(false);
  });

  test("may be nothing for an act without content, and for a receipt", () => {
    expect(sameThing("roster.device-vouched.1", { device: "x" }, [])).toBe(true);
    expect(sameThing("lists.received.1", { digests: { d: "aa" } }, [])).toBe(true);
  });

  test("has one digest or many", () => {
    expect(digestsOf("plan.accepted.1", { digest: "zz" })).toEqual(["zz"]);
    expect(digestsOf("text.clause-adopted.1", fields)).toEqual(["aa", "bb"]);
  });

  test("may be a reason, which is shown and signed like any other content", () => {
    const out = { batch: 0, claim: 2, reason: "aa" };
    expect(sameThing("plan.person-taken-out.1", out, [whole[0]!])).toBe(true);
    expect(sameThing("plan.person-taken-out.1", out, [])).toBe(false);
    expect(sameThing("roster.device-revoked.2", { device: "x", reason: "lost" }, [])).toBe(true); // a code
  });
});

describe("the devices on a page", () => {
  test("are those of the act, in its order, and no others", () => {
    expect(sameDevices({ device: "a" }, ["a"])).toBe(true);
    expect(sameDevices({ devices: ["a", "b"] }, ["a", "b"])).toBe(true);
    expect(sameDevices({ devices: ["a", "b"] }, ["a", "c"])).toBe(false);
    expect(sameDevices({ devices: ["a", "b"] }, ["a"])).toBe(false);
    expect(sameDevices({ clause: "4" }, [])).toBe(true);
  });
});

test("pressing again is offered only where every reason against it can pass", () => {
  expect(mayPass(["side_absent", "no_session_open"])).toBe(true);
  expect(mayPass(["side_absent", "clause_adopted_by_you"])).toBe(false);
  expect(mayPass(["behind_kept_head"])).toBe(false);
  expect(mayPass(["401"])).toBe(false);
});
