/** What a try has shown, as plain functions. */
import { expect, test } from "vitest";

import { blank, browserOf, faultOf, heardIn, judged, STEPS, verdictOf, type Report } from "../../src/before/model.js";

test("each refusal has its own name, and a device that was chosen before is gone rather than missing", () => {
  expect(["NotAllowedError", "NotFoundError", "NotReadableError", "AbortError"].map((name) => faultOf(name, false))).toEqual(["denied", "missing", "taken", "taken"]);
  expect(["OverconstrainedError", "NotFoundError"].map((name) => faultOf(name, true))).toEqual(["gone", "gone"]);
});

test("a microphone works once a voice was heard, is silent only when nothing comes for three seconds, and never both", () => {
  expect(heardIn([])).toBe("quiet");
  expect(heardIn(Array(29).fill(0))).toBe("quiet");
  expect(heardIn(Array(30).fill(0))).toBe("silent");
  expect(heardIn(Array(60).fill(0.001))).toBe("quiet"); // a room's hum: it is on
  expect(heardIn([...Array(60).fill(0), 0.1])).toBe("works");
});

test("the way to allow it is that of the browser", () => {
  const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
  expect(browserOf(chrome)).toBe("chrome");
  expect(browserOf(chrome.replace("X11; Linux x86_64", "Linux; Android 14"))).toBe("android");
  expect(browserOf("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")).toBe("firefox");
  expect(browserOf("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15")).toBe("safari");
  expect(browserOf("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140 Mobile Safari/604.1")).toBe("ios");
  expect(browserOf("curl")).toBe("other");
});

test("a value that was not measured is not known, and never good", () => {
  expect(judged("trip", NaN)).toEqual({ state: "not_tried" });
  expect(judged("loss", Infinity)).toEqual({ state: "not_tried" });
  expect(judged("trip", 299.6)).toEqual({ state: "good", value: 300 });
  expect(judged("trip", 301)).toEqual({ state: "weak", value: 301 });
  expect(judged("down", 64)).toEqual({ state: "weak", value: 64 });
  expect(judged("up", 150)).toEqual({ state: "good", value: 150 });
});

test("a line carries all only if every measure is good, and nothing if no media passes", () => {
  const good = Object.fromEntries(STEPS.map((step) => [step, { state: "good" }])) as Report;
  expect(verdictOf(good)).toBe("all");
  expect(verdictOf({ ...good, turn: { state: "not_offered" }, udp: { state: "failed" } })).toBe("all");
  expect(verdictOf({ ...good, down: { state: "not_tried" } })).toBe("sound");
  expect(verdictOf({ ...good, udp: { state: "failed" }, tcp: { state: "failed" } })).toBe("none");
  expect(verdictOf(blank())).toBe("none");
});
