/**
 * Live events of one seat, one stream a browser: the tab that holds the lock has the stream and passes every event on.
 * When that tab closes, another takes the lock by itself.
 */

export type News = { readonly event: string; readonly data: string };
export type Heard = (news: News) => void;

const EVENTS = ["hello", "recorded", "room", "presence"] as const;

/** Listen to `source` (a seat's `…/live`) until `signal` ends it. `line` news says "up" or "down". */
export function listen(source: string, heard: Heard, signal: AbortSignal): void {
  const channel = new BroadcastChannel(source);
  channel.onmessage = (message: MessageEvent<News>) => heard(message.data);
  signal.addEventListener("abort", () => channel.close());
  const pass = (news: News): void => {
    heard(news);
    if (!signal.aborted) channel.postMessage(news);
  };
  navigator.locks
    .request(source, { signal }, () => lead(source, pass, signal))
    .catch((reason: unknown) => {
      if (!signal.aborted) throw reason;
    });
}

/** Hold the stream; the promise ends with the page. */
function lead(source: string, pass: Heard, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stream = new EventSource(source);
    for (const name of EVENTS) {
      stream.addEventListener(name, (event) => pass({ event: name, data: String((event as MessageEvent).data) }));
    }
    stream.onopen = () => pass({ event: "line", data: "up" });
    stream.onerror = () => pass({ event: "line", data: "down" });
    signal.addEventListener("abort", () => {
      stream.close();
      resolve();
    });
  });
}
