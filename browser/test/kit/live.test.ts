// @vitest-environment happy-dom
/** A stream that has ended or fallen silent is opened anew, and the page is told that the line is down. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { listen, type News } from "../../src/kit/live.js";

class Source extends EventTarget {
  static readonly CLOSED = 2;
  static all: Source[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    Source.all.push(this);
  }

  close(): void {
    this.readyState = Source.CLOSED;
  }

  says(event: string, data = "{}"): void {
    this.dispatchEvent(new MessageEvent(event, { data }));
  }
}

const end = { page: new AbortController() };
let heard: News[] = [];
const said = () => heard.map(({ event, data }) => (event === "line" ? data : event));
const stream = () => Source.all.at(-1) as Source;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Source);
  vi.stubGlobal("BroadcastChannel", class extends EventTarget {
    postMessage(): void {}
    close(): void {}
  });
  vi.stubGlobal("navigator", { locks: { request: (_: string, __: object, work: () => Promise<void>) => work() } });
  Source.all = [];
  heard = [];
  end.page = new AbortController();
  listen("/live", (news) => heard.push(news), end.page.signal);
});

afterEach(() => {
  end.page.abort();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a beat is a sign of life and nothing else; news are passed on", () => {
  stream().onopen?.();
  stream().says("beat");
  stream().says("recorded", '{"area":"text"}');
  expect(heard).toEqual([{ event: "line", data: "up" }, { event: "recorded", data: '{"area":"text"}' }]);
});

test("a line that dies without a word is noticed, and another is opened", () => {
  stream().onopen?.();
  for (let beats = 0; beats < 10; beats += 1) {
    vi.advanceTimersByTime(15_000);
    stream().says("beat");
  }
  expect([Source.all.length, said()]).toEqual([1, ["up"]]);
  vi.advanceTimersByTime(41_000);
  expect([Source.all.length, said()]).toEqual([2, ["up", "down"]]);
  expect(Source.all[0]?.readyState).toBe(Source.CLOSED);
});

test("a stream that was refused is asked for again", () => {
  stream().close();
  stream().onerror?.();
  vi.advanceTimersByTime(3_500);
  expect(Source.all.length).toBe(2);
});

test("a device without a network knows it at once, and asks again when it has one", () => {
  stream().onopen?.();
  dispatchEvent(new Event("offline"));
  expect(said()).toEqual(["up", "down"]);
  dispatchEvent(new Event("online"));
  expect(Source.all.length).toBe(2);
});

test("when the page ends nothing is opened any more", () => {
  end.page.abort();
  vi.advanceTimersByTime(100_000);
  expect([Source.all.length, stream().readyState]).toEqual([1, Source.CLOSED]);
});
