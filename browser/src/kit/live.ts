/**
 * Live events of one seat, one stream a browser: the tab that holds the lock has the stream and passes every event on.
 * When that tab closes, another takes the lock by itself.
 */

export type News = { readonly event: string; readonly data: string };
export type Heard = (news: News) => void;

const EVENTS = ["hello", "beat", "recorded", "room", "presence", "table"] as const;
const SILENT_MS = 40_000; // the server gives a sign of life every fifteen seconds; a line can die without a word
const AGAIN_MS = 3_000;

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

/** Hold the stream, and open it anew when it has ended or nothing comes any more; the promise ends with the page. */
function lead(source: string, pass: Heard, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let stream: EventSource | null = null;
    let anew: ReturnType<typeof setTimeout> | undefined;
    const openIn = (ms: number): void => {
      clearTimeout(anew);
      anew = setTimeout(() => {
        pass({ event: "line", data: "down" });
        open();
      }, ms);
    };
    const open = (): void => {
      stream?.close();
      const opened = (stream = new EventSource(source));
      for (const name of EVENTS) {
        opened.addEventListener(name, (event) => {
          openIn(SILENT_MS);
          if (name !== "beat") pass({ event: name, data: String((event as MessageEvent).data) });
        });
      }
      opened.onopen = () => pass({ event: "line", data: "up" });
      opened.onerror = () => {
        pass({ event: "line", data: "down" });
        if (opened.readyState === EventSource.CLOSED) openIn(AGAIN_MS); // it was refused, and does not ask again by itself
      };
      openIn(SILENT_MS);
    };
    open();
    addEventListener("offline", () => pass({ event: "line", data: "down" }), { signal });
    addEventListener("online", open, { signal });
    signal.addEventListener("abort", () => {
      clearTimeout(anew);
      stream?.close();
      resolve();
    });
  });
}
