/** Showing a screen: the browser asks which, the server says whether one may, and the engine lets nobody else. */
import { ScreenSharePresets, Track, type LocalTrack, type Room } from "livekit-client";

const WAIT_MS = 5_000; // for the engine to have heard of it
const EVERY_MS = 50;

/** Opens what the person picks; throws the browser's refusal. */
export function opened(room: Room): Promise<LocalTrack[]> {
  return room.localParticipant.createScreenTracks({ audio: true, contentHint: "detail", resolution: ScreenSharePresets.h1080fps15.resolution, selfBrowserSurface: "exclude" });
}

export async function sent(room: Room, tracks: readonly LocalTrack[]): Promise<void> {
  await allowed(room);
  const video = { simulcast: false, videoCodec: "vp8", screenShareEncoding: { maxBitrate: 800_000, maxFramerate: 8 } } as const;
  await Promise.all(tracks.map((track) => room.localParticipant.publishTrack(track, `${track.kind}` === "video" ? video : { red: false, dtx: false })));
}

export async function ended(room: Room): Promise<void> {
  for (const publication of [...room.localParticipant.trackPublications.values()]) {
    if (isShared(publication.source) && publication.track !== undefined) await room.localParticipant.unpublishTrack(publication.track as LocalTrack, true);
  }
}

export function shares(room: Room | null): boolean {
  return [...(room?.localParticipant.trackPublications.values() ?? [])].some(({ source }) => source === Track.Source.ScreenShare);
}

function isShared(source: Track.Source): boolean {
  return source === Track.Source.ScreenShare || source === Track.Source.ScreenShareAudio;
}

async function allowed(room: Room): Promise<void> {
  const until = performance.now() + WAIT_MS;
  const screen = Track.sourceToProto(Track.Source.ScreenShare);
  while (room.localParticipant.permissions?.canPublishSources.includes(screen) !== true) {
    if (performance.now() > until) throw new Error("the engine does not let us share");
    await new Promise((go) => setTimeout(go, EVERY_MS));
  }
}
