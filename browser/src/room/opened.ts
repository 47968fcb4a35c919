/** Camera and microphone, opened while the seat is asked for. */
import type { LocalTrack } from "livekit-client";

import { chosen, type DeviceKind } from "../kit/chosen.js";
import type { LiveKit } from "./media.js";

export const CAPTURE = { resolution: { width: 640, height: 360, frameRate: 20 } } as const;

export type Opened = { readonly tracks: readonly LocalTrack[]; readonly refusal: unknown };

/** The device that was chosen on this machine, before the table or at it, and no other in its place. */
export function exactly(kind: DeviceKind): { readonly deviceId?: { readonly exact: string } } {
  const id = chosen(kind);
  return id === "" ? {} : { deviceId: { exact: id } };
}

/** Camera and microphone in one question; where the browser says no, each alone: a missing camera takes nobody's voice. */
export async function opened(engine: Promise<LiveKit>, camera: boolean, microphone: boolean): Promise<Opened> {
  const come = await engine.catch(() => null);
  if (come === null) return { tracks: [], refusal: null }; // whoever connects is told
  const { createLocalTracks } = come;
  const [video, audio] = [{ ...CAPTURE, ...exactly("videoinput") }, { ...exactly("audioinput") }];
  try {
    return { tracks: await createLocalTracks({ video: camera && video, audio: microphone && audio }), refusal: null };
  } catch (refusal) {
    if (!camera || !microphone) return { tracks: [], refusal };
    const apart = await Promise.allSettled([createLocalTracks({ audio }), createLocalTracks({ video })]);
    return { tracks: apart.flatMap((one) => (one.status === "fulfilled" ? one.value : [])), refusal };
  }
}
