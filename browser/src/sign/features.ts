/** Which of what the table needs this browser lacks; asked on the first page of an invitation. */

import { keep, kept } from "../kit/db.js";
import { make } from "./keys.js";
import { keeping } from "./kept.js";
import type { Feature } from "./model.js";

async function can(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch {
    return false;
  }
}

export async function lacking(): Promise<Feature[]> {
  if (!globalThis.isSecureContext) return ["secure"];
  const tried: readonly [Feature, boolean][] = [
    ["ed25519", await can(() => crypto.subtle.generateKey("Ed25519", false, ["sign"]))],
    ["x25519", await can(() => crypto.subtle.generateKey("X25519", false, ["deriveBits"]))],
    ["transforms", "RTCRtpScriptTransform" in globalThis || "createEncodedStreams" in (globalThis.RTCRtpSender?.prototype ?? {})],
    ["storage", await can(() => keep("heads", "try", 1).then(() => kept("heads", "try")))],
  ];
  const able = tried.every(([, works]) => works);
  if (able && (await keeping(make).catch(() => "none")) === "none") return ["keys"];
  return tried.filter(([, works]) => !works).map(([feature]) => feature);
}
