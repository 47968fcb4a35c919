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
  get onrtctransform() {
    return worker.onrtctransform;
  },
  set onrtctransform(handler) {
    if (handler !== undefined) worker.onrtctransform = handler;
  },
  get postMessage() {
    return worker.postMessage.bind(self);
  },
  set postMessage(answer) {
    worker.postMessage = answer; // LiveKit's worker asks for it by name, each time
  },
  subtle: crypto.subtle,
  now: () => performance.now(),
});
