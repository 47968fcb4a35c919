/** Camera and microphone, opened while the seat is asked for. */
import type { LocalTrack } from "livekit-client";

import type { LiveKit } from "./media.js";

export const CAPTURE = { resolution: { width: 640, height: 360, frameRate: 20 } } as const;

export type Opened = { readonly tracks: readonly LocalTrack[]; readonly refusal: unknown };

/** Camera and microphone in one question; where the browser says no, each alone: a missing camera takes nobody's voice. */
export async function opened(engine: Promise<LiveKit>, camera: boolean, microphone: boolean): Promise<Opened> {
  const come = await engine.catch(() => null);
  if (come === null) return { tracks: [], refusal: null }; // whoever connects is told
  const { createLocalTracks } = come;
  try {
    return { tracks: await createLocalTracks({ video: camera && CAPTURE, audio: microphone }), refusal: null };
  } catch (refusal) {
    if (!camera || !microphone) return { tracks: [], refusal };
    const apart = await Promise.allSettled([createLocalTracks({ audio: true }), createLocalTracks({ video: CAPTURE })]);
    return { tracks: apart.flatMap((one) => (one.status === "fulfilled" ? one.value : [])), refusal };
  }
}
