// Encrypts and decrypts every frame, off the page's own thread. LiveKit's worker, unchanged, and our guard around it.
import "livekit-client/e2ee-worker";

import { guard, type Scope } from "./guard.js";

const worker = self as unknown as Scope;
guard({
  get onmessage() {
    return worker.onmessage;
  },
  set onmessage(handler) {
    worker.onmessage = handler;
  },
  postMessage: (message) => worker.postMessage(message),
  subtle: crypto.subtle,
  now: () => performance.now(),
});
