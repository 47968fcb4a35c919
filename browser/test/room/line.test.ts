// @vitest-environment happy-dom
/** What a line tells of what the server answered and recorded; sound and pictures are in the tests with real browsers. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Line } from "../../src/room/line.js";
import type { Happened } from "../../src/room/phases.js";
import { NoKeys, type SeatOf } from "../../src/room/seat.js";
import type { Page } from "../../src/room/view.js";
import { Forge } from "../record/forge.js";

class Quiet extends EventTarget {
  postMessage(): void {}
  close(): void {}
  terminate(): void {}
}

class Source extends Quiet {
  static last: Source;
  onopen: (() => void) | null = null;

  constructor() {
    super();
    Source.last = this;
  }

  says(event: string, data: object): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }));
  }
}

const page = { talks: "march", seat: "north-head", base: "/talks/march/north-head", space: "hall", worker: "/worker.js" } as Page;
const STATE = { space: "hall", epoch: 7, hall: "h", members: [], bundle: null };
const PLACE = { url: "u", token: "t", identity: "a.1", state: STATE };
const seated: SeatOf = () =>
  Promise.resolve({ own: { id: "a" } as never, roster: { admitted: () => null, refresh: () => Promise.resolve() } });

let answer: () => Promise<Response>;
let asked: string[];
let told: Happened[];
let lines: Line[];

const answers = (status: number, body: object | string = {}) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  answer = () => Promise.resolve(new Response(text, { status }));
};

function line(seatOf = seated): Line {
  const made = new Line(page, "hall", seatOf, (event) => told.push(event), () => undefined);
  lines.push(made);
  return made;
}

/** A line with a place, of which nothing has been told yet. */
async function placed(): Promise<Line> {
  answers(200, PLACE);
  const made = line();
  await made.ask(3, false, false);
  [asked, told] = [[], []];
  return made;
}

beforeEach(() => {
  vi.stubGlobal("Worker", Quiet);
  vi.stubGlobal("EventSource", Source);
  vi.stubGlobal("BroadcastChannel", Quiet);
  vi.stubGlobal("navigator", { locks: { request: (_: string, __: object, work: () => Promise<void>) => work() } });
  vi.stubGlobal("fetch", (address: string, asking?: { readonly body: string }) => {
    asked.push([address, asking?.body].filter(Boolean).join(" "));
    return answer();
  });
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  [asked, told, lines] = [[], [], []];
});

afterEach(() => {
  for (const each of lines) each.end();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("a place is asked for in the space's name and told with the line's number", async () => {
  answers(200, PLACE);
  await line().ask(3, false, false);
  expect(asked).toEqual(['/talks/march/north-head/room/join {"space":"hall"}']);
  expect(told).toEqual([{ kind: "placed", space: "hall", line: 3, ...PLACE }]);
});

test("a place that is refused is told by its reason", async () => {
  const faults: string[] = [];
  const ask = async (seatOf = seated) => {
    await line(seatOf).ask(0, false, false);
    faults.push(...told.splice(0).map((event) => ("fault" in event ? event.fault : event.kind)));
  };
  for (const status of [403, 429, 503, 500, 401]) {
    answers(status);
    await ask();
  }
  for (const code of ["seat_put_out", "device_suspended", "no_session_open"]) {
    answers(403, { refused: [{ code, numbers: {}, sentence: "…" }] });
    await ask();
  }
  answer = () => Promise.reject(new TypeError("no line"));
  await ask();
  answers(200, PLACE);
  await ask(() => Promise.reject(new NoKeys()));
  expect(faults).toEqual(["not_yet", "joined_too_often", "engine_away", "unreachable", "unreachable", "put_out", "suspended", "closed", "unreachable", "no_keys_here"]);
});

test("that we are there is answered with who is, or that the place is lost, or that one is signed out; a dead line says nothing", async () => {
  const here = await placed();
  for (const [status, body] of [[200, STATE], [404, {}], [401, {}], [500, {}]] as const) {
    answers(status, body);
    await here.alive("a.1");
  }
  answer = () => Promise.reject(new TypeError("no line"));
  await here.alive("a.1");
  expect(new Set(asked)).toEqual(new Set(['/talks/march/north-head/room/alive {"space":"hall","identity":"a.1"}']));
  expect(told.map((event) => event.kind)).toEqual(["heard", "lost", "leave"]);
});

test("news is told of this space and no other", async () => {
  await placed();
  Source.last.says("room", { ...STATE, space: "nook" });
  Source.last.says("room", STATE);
  Source.last.onopen?.();
  expect(told).toEqual([{ kind: "heard", space: "hall", state: STATE }, { kind: "stream", space: "hall" }]);
});

test("whom the record says the facilitator put out of this space is told so, and nobody else", async () => {
  await placed();
  const removals = [["south-head", "hall"], ["north-head", "nook"], ["north-head", "hall"]] as const;
  for (const [seat, space] of removals) {
    const forge = await Forge.begun();
    await forge.noted("room.seat-removed.1", { seat, space, reason: "asked" });
    answers(200, new TextDecoder().decode(forge.entries.at(-1)));
    const before = told.length;
    Source.last.says("recorded", { compartment: "table", kind: "room.seat-removed.1", seq: 2 });
    await new Promise((resume) => setTimeout(resume, 20));
    expect(told.slice(before), `${seat}, ${space}`).toEqual(seat === page.seat && space === "hall" ? [{ kind: "out", space, why: "put_out" }] : []);
  }
  expect(asked).toEqual(removals.map(() => "/talks/march/north-head/record/table/entries?from=2&to=3"));
  Source.last.says("recorded", { compartment: "table", kind: "text.clause-drafted.1", seq: 3 });
  expect(asked).toHaveLength(3);
});

test("that the table was closed is told of every space", async () => {
  await placed();
  Source.last.says("recorded", { compartment: "table", kind: "talks.session-closed.1", seq: 9 });
  Source.last.says("recorded", { compartment: "north", kind: "talks.session-closed.1", seq: 9 });
  await new Promise((resume) => setTimeout(resume, 20));
  expect(told).toEqual([{ kind: "out", space: "hall", why: "closed" }]);
});

test("a line that has ended keeps no timer", async () => {
  vi.useFakeTimers();
  const here = await placed();
  here.time("alive", 4_000);
  here.time("pause", 500);
  vi.advanceTimersByTime(500);
  here.end();
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([{ kind: "tick", space: "hall", line: 3, timer: "pause" }]);
  vi.useRealTimers();
});
