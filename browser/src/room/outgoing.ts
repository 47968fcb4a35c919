/**
 * What goes out of this device goes by its person's own hand: no engine unmutes them, and no device is put in another's place.
 *
 * LiveKit does both: it unmutes when the engine says so, and when a device ends it takes the next one.
 */
import { ParticipantEvent, TrackEvent, type LocalTrack, type LocalTrackPublication, type Room } from "livekit-client";

type Provided = { providedByUser: boolean };
type Selecting = { selectDefaultDevices: () => Promise<void> };

export class Outgoing {
  readonly #wants = new Set<string>();
  readonly #gone = new Set<string>();

  constructor(readonly changed: () => void) {}

  /** What the person has on, by source. */
  want(source: string, on: boolean): void {
    if (on) this.#wants.add(source);
    else this.#wants.delete(source);
  }

  wants(source: string): boolean {
    return this.#wants.has(source);
  }

  /** Whether its device ended under it. */
  isGone(source: string): boolean {
    return this.#gone.has(source);
  }

  mind(room: Room): void {
    const me = room.localParticipant;
    if (!("selectDefaultDevices" in room)) throw new Error("livekit-client chooses devices in another way now");
    (room as unknown as Selecting).selectDefaultDevices = async () => undefined;
    me.on(ParticipantEvent.LocalTrackPublished, (publication) => this.#keep(publication));
  }

  /** Before a person has it on again: the device that ended is given up, and the one that is chosen now is asked for. */
  renew(track: LocalTrack | undefined, source: string): void {
    if (track !== undefined && this.#gone.delete(source)) (track as unknown as Provided).providedByUser = false;
  }

  #keep(publication: LocalTrackPublication): void {
    const { source, track } = publication;
    const unmute = publication.unmute.bind(publication);
    publication.unmute = async () => (this.#wants.has(source) ? unmute() : undefined);
    if (track === undefined || source.startsWith("screen_share")) return;
    track.prependListener(TrackEvent.Ended, () => {
      (track as unknown as Provided).providedByUser = true; // LiveKit mutes such a one, and takes no other
      this.#gone.add(source);
      this.#wants.delete(source);
    });
    for (const name of ["mute", "unmute", "ended"]) track.mediaStreamTrack.addEventListener(name, this.changed);
  }
}

/** Whether sound or pictures really come out of it. */
export function flows(publication: LocalTrackPublication | undefined): boolean {
  const track = publication?.track;
  return track !== undefined && publication?.isMuted === false && track.mediaStreamTrack.readyState === "live" && !track.mediaStreamTrack.muted && !track.isUpstreamPaused;
}
