/** Sound and pictures: knows identities and tracks, never names. LiveKit comes when the door stands: see `inside.ts`. */
import type { LocalTrack, LocalTrackPublication, Participant, Room, Track, TrackPublication } from "livekit-client";

import { choose, chosen, lineIsWeak, type DeviceKind } from "../kit/chosen.js";
import type { TrackTold, Unopened } from "./guard.js";
import type { EpochKey } from "./keys.js";
import { RING_SIZE, type Quality, type Signal } from "./model.js";
import { CAPTURE, exactly, opened, type Opened } from "./opened.js";
import type { Outgoing } from "./outgoing.js";
import type { Ring } from "./ring.js";

export type Devices = Readonly<Record<DeviceKind, readonly Device[]>>;
export type Device = { readonly id: string; readonly label: string; readonly used: boolean };

export type LiveKit = typeof import("./inside.js");

const QUALITY: Readonly<Record<`${Participant["connectionQuality"]}`, Quality>> = {
  excellent: "good",
  good: "fair",
  poor: "poor",
  lost: "lost",
  unknown: "unknown",
};
const CAMERA: `${Track.Source}` = "camera";
const MICROPHONE: `${Track.Source}` = "microphone";
const SCREEN: `${Track.Source}` = "screen_share";
const SCREEN_SOUND: `${Track.Source}` = "screen_share_audio";

let came: Promise<LiveKit> | null = null;

/** `address`: of the file. It is fetched first, for some browsers never ask again for a script that once did not come. */
export function livekit(address: string): Promise<LiveKit> {
  const coming = (came ??= fetched(address).then(() => import("./inside.js")));
  coming.catch(() => (came = null)); // the next who needs it tries again
  return coming;
}

async function fetched(address: string): Promise<void> {
  if (address === "") return;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  await answer.arrayBuffer();
}

/** What the table is told of what came and is not played. */
export type Refused = { readonly strange: boolean; readonly unopened: readonly string[] };

export class Media {
  readonly worker: Worker;
  #ring: Ring | null = null;
  #strange = new Map<string, number>(); // tracks of nobody who is verified here, since when (ms)
  #unopened = new Map<string, number>(); // identities of whose frames some do not open, until when (ms)
  #room: Room | null = null;
  #opened: Promise<Opened> | null = null;
  #over = false;
  #hushed = false; // the line is kept, and nothing is sent over it
  #sounds = new Map<string, HTMLMediaElement>();
  /** Who may show a screen, and whether our person looks at it: else nothing of it is played. */
  share: { readonly by: string | null; readonly seen: boolean } = { by: null, seen: false };
  /** Called with each sound before it is heard. */
  tune: (sound: HTMLMediaElement) => void = () => undefined;
  #outgoing: Outgoing | null = null;
  #switched: Promise<void> = Promise.resolve();
  #flows: LiveKit["flows"] | null = null;
  #on = { camera: false, microphone: false }; // by our person's own hand
  readonly #sources = new WeakMap<Track, string>(); // as what a track is opened, whatever the engine says of it later

  /** `worker`, `engine`: addresses of what encrypts, and of LiveKit. `changed` is called whenever `signals`, a picture or the list of devices may be another; `lost` when the line is. */
  constructor(
    worker: string,
    readonly engine: string,
    readonly changed: () => void,
    readonly lost: () => void,
  ) {
    this.worker = new Worker(worker, { type: "module" });
    livekit(engine).catch(() => undefined); // it is there by the time a seat is taken; if not, that says so
    this.worker.addEventListener("message", ({ data }: MessageEvent<Unopened>) => {
      if (data.kind !== "parley-unopened") return;
      this.#unopened.set(data.data.identity, performance.now() + TOLD_MS);
      changed();
      setTimeout(changed, TOLD_MS + 100);
    });
  }

  keyedBy(ring: Ring): void {
    this.#ring = ring;
  }

  /** Asks for camera and microphone, so that the answer is there by the time the seat is. */
  open(camera: boolean, microphone: boolean): void {
    this.#on = { camera, microphone };
    if (camera || microphone) this.#opened = opened(livekit(this.engine), camera, microphone);
  }

  async connect(url: string, token: string): Promise<void> {
    const engine = await livekit(this.engine);
    if (this.#over) throw new Error("the line has ended"); // while its code was on the way
    this.#outgoing ??= new engine.Outgoing(this.changed);
    this.#flows = engine.flows;
    const room = this.#made(engine);
    this.#room = room;
    await room.setE2EEEnabled(true);
    await room.connect(url, token);
    this.changed();
  }

  /** Goes to another room of the engine under the same identity, with what is being sent. */
  async move(url: string, token: string): Promise<void> {
    const [left, room] = [this.#room, this.#made(await livekit(this.engine))];
    await room.setE2EEEnabled(true);
    await room.connect(url, token);
    if (left === null || left !== this.#room) return room.disconnect(); // the line has ended meanwhile
    this.#room = room;
    const tracks = tracksOf(left);
    await left.disconnect(false);
    await Promise.all(tracks.map((track) => room.localParticipant.publishTrack(track)));
    await this.#flow();
    this.changed();
  }

  #made(engine: LiveKit): Room {
    const { askForLongPackets, BaseKeyProvider, DefaultReconnectPolicy, ParticipantEvent, Room, RoomEvent, WEAK_SOUND } = engine;
    const keyProvider = new BaseKeyProvider(HOLDS_NONE);
    if (lineIsWeak()) askForLongPackets();
    const room = new Room({
      adaptiveStream: true,
      dynacast: true,
      encryption: { keyProvider, worker: this.worker },
      publishDefaults: { videoCodec: "vp8", red: false, dtx: true, stopMicTrackOnMute: false, ...(lineIsWeak() ? { audioPreset: WEAK_SOUND } : {}) },
      videoCaptureDefaults: { ...CAPTURE, ...exactly("videoinput") },
      audioCaptureDefaults: exactly("audioinput"),
      audioOutput: { deviceId: chosen("audiooutput") },
      disconnectOnPageLeave: true,
      reconnectPolicy: new DefaultReconnectPolicy(RECONNECT_MS),
    });
    this.#outgoing?.mind(room);
    for (const what of ["camera", "microphone"] as const) this.#outgoing?.want(what, this.#on[what]);
    room.prependListener(RoomEvent.TrackSubscribed, (track, publication) => this.#tell(track, publication.source));
    room.localParticipant.prependListener(ParticipantEvent.LocalSenderCreated, (_, track) => this.#tell(track, track.source));
    this.#listen(room, RoomEvent);
    return room;
  }

  /** Before LiveKit tells the worker of a track: its key is of its source. */
  #tell(track: Track, source: string): void {
    this.#sources.set(track, source);
    const told: TrackTold = { kind: "parley-track", data: { trackId: track.mediaStreamID, source } };
    this.worker.postMessage(told);
  }

  async install(key: EpochKey, after: number, isCurrent: () => boolean): Promise<void> {
    const put = this.#ring?.put(key, after, isCurrent);
    this.#attach();
    await put;
    this.#attach();
  }

  /** Plays what is encrypted and of a member that this device verified, and nothing else, whatever the engine says of it. */
  #attach(): void {
    for (const sender of this.#room?.remoteParticipants.values() ?? []) {
      for (const publication of sender.audioTrackPublications.values()) {
        const { audioTrack: track } = publication;
        if (track === undefined) continue;
        if (this.#admits(sender, publication) && this.#isHeard(track, sender)) this.#sound(track, sender.identity);
        else this.#silence(track);
      }
    }
    this.changed();
  }

  /** Plays or silences what comes after who shares, or whether one looks, is another. */
  shared(by: string | null, seen: boolean): void {
    if (by === this.share.by && seen === this.share.seen) return;
    this.share = { by, seen };
    this.#attach();
  }

  #isHeard(track: Track, { identity }: Participant): boolean {
    const source = this.#sources.get(track);
    return source === MICROPHONE || (source === SCREEN_SOUND && this.share.seen && this.share.by === identity);
  }

  #admits(sender: Participant, publication: TrackPublication): boolean {
    const admitted = publication.isEncrypted && this.#ring?.admits(sender.identity) === true;
    if (admitted) this.#strange.delete(publication.trackSid);
    else if (!this.#strange.has(publication.trackSid)) {
      this.#strange.set(publication.trackSid, publication.isEncrypted ? performance.now() + STRANGE_MS : 0);
      setTimeout(this.changed, STRANGE_MS + 100);
    }
    return admitted;
  }

  #sound(track: Track, identity: string): void {
    const sid = track.sid ?? "";
    if (this.#sounds.has(sid)) return;
    const sound = track.attach();
    sound.dataset["identity"] = identity;
    sound.dataset["source"] = this.#sources.get(track) ?? "";
    this.tune(sound);
    document.body.append(sound);
    this.#sounds.set(sid, sound);
  }

  #silence(track: Track): void {
    track.detach();
    this.#sounds.get(track.sid ?? "")?.remove();
    this.#sounds.delete(track.sid ?? "");
  }

  /** What came and is not played, now. */
  refused(): Refused {
    const now = performance.now();
    const still = [...this.#unopened].filter(([, until]) => now < until).map(([identity]) => identity);
    return { strange: [...this.#strange.values()].some((from) => now >= from), unopened: still };
  }

  /** Publishes what was opened; call it with the first key in place. Throws the browser's refusal of what it refused. */
  async publish(): Promise<void> {
    this.#hushed = false;
    const { tracks, refusal } = (await this.#opened) ?? { tracks: [], refusal: null };
    this.#opened = null;
    await Promise.all(tracks.map((track) => this.#room?.localParticipant.publishTrack(track)));
    await this.#flow();
    this.changed();
    if (refusal !== null) throw refusal;
  }

  /** Sends nothing any more, and keeps the line. */
  async hush(): Promise<void> {
    this.#hushed = true;
    await this.#flow();
  }

  async #flow(): Promise<void> {
    const tracks = this.#room === null ? [] : tracksOf(this.#room);
    await Promise.all(tracks.map((track) => (this.#hushed ? track.pauseUpstream() : track.resumeUpstream())));
  }

  /** What really goes out. */
  get sent(): { readonly camera: boolean; readonly microphone: boolean } {
    const flows = (what: "camera" | "microphone") => !this.#hushed && this.#flows?.(this.#own(what)) === true;
    return { camera: flows("camera"), microphone: flows("microphone") };
  }

  /** What was switched off by another hand: the engine's, or because its device has ended. */
  taken(what: "camera" | "microphone"): "by_others" | "gone" | null {
    if (this.#outgoing?.isGone(what) === true) return "gone";
    return this.#on[what] && this.#own(what)?.isMuted === true ? "by_others" : null;
  }

  /** The microphone's own track, muted or not; null if none was opened. */
  get microphoneTrack(): MediaStreamTrack | null {
    return this.#own("microphone")?.track?.mediaStreamTrack ?? null;
  }

  #own(what: "camera" | "microphone"): LocalTrackPublication | undefined {
    return [...(this.#room?.localParticipant.trackPublications.values() ?? [])].find(({ source }) => `${source}` === what) as LocalTrackPublication | undefined;
  }

  camera(on: boolean): Promise<void> {
    return this.#switch("camera", on);
  }

  microphone(on: boolean): Promise<void> {
    return this.#switch("microphone", on);
  }

  async #switch(what: "camera" | "microphone", on: boolean): Promise<void> {
    this.#on = { ...this.#on, [what]: on };
    this.#outgoing?.want(what, on);
    const before = this.#switched.catch(() => undefined); // one after the other: what was wanted last is what stays
    await (this.#switched = before.then(() => this.#apply(what)));
    this.changed();
  }

  async #apply(what: "camera" | "microphone"): Promise<void> {
    const [on, me] = [this.#on[what], this.#room?.localParticipant];
    if (on) this.#outgoing?.renew(this.#own(what)?.track as LocalTrack | undefined, what);
    await (what === "camera" ? me?.setCameraEnabled(on) : me?.setMicrophoneEnabled(on));
  }

  /** The engine's room, for what only those at the table do: `sharing.ts`. */
  get room(): Room | null {
    return this.#room;
  }

  async use(kind: DeviceKind, device: string): Promise<void> {
    choose(kind, device);
    await this.#room?.switchActiveDevice(kind, device);
    this.changed();
  }

  async devices(): Promise<Devices> {
    const { Room } = await livekit(this.engine);
    const list = async (kind: DeviceKind) =>
      (await Room.getLocalDevices(kind, false)).map((each) => ({
        id: each.deviceId,
        label: each.label,
        used: this.#room?.getActiveDevice(kind) === each.deviceId,
      }));
    return { audioinput: await list("audioinput"), videoinput: await list("videoinput"), audiooutput: await list("audiooutput") };
  }

  async leave(): Promise<void> {
    const room = this.#room;
    this.#room = null;
    for (const sound of this.#sounds.values()) sound.remove();
    this.#sounds.clear();
    this.#strange.clear();
    await room?.disconnect();
  }

  end(): void {
    this.#over = true;
    void this.leave();
    this.#ring?.end();
    this.worker.terminate();
  }

  signals(): ReadonlyMap<string, Signal> {
    const everyone = this.#room === null ? [] : [this.#room.localParticipant, ...this.#room.remoteParticipants.values()];
    return new Map(everyone.map((one) => [one.identity, signalOf(one)]));
  }

  /** Shows the camera of `identity` in `video`, or the screen of whoever may show one, or takes it away. */
  show(identity: string, video: HTMLVideoElement, what: `${Track.Source}` = CAMERA): void {
    const sender = this.#participant(identity);
    const may = what === CAMERA || (what === SCREEN && this.share.seen && this.share.by === identity);
    const publication = [...((may && sender?.videoTrackPublications.values()) || [])].find(({ track }) => track !== undefined && this.#sources.get(track) === what);
    const mine = sender === this.#room?.localParticipant;
    const played = sender !== undefined && publication !== undefined && (mine || this.#admits(sender, publication));
    const track = played ? publication.videoTrack : undefined;
    if (track === undefined) {
      if (video.srcObject !== null) video.srcObject = null;
      return;
    }
    const stream = video.srcObject;
    const shows = stream instanceof MediaStream && stream.getVideoTracks().includes(track.mediaStreamTrack);
    if (!shows) track.attach(video); // what it shows decides, not what was once attached
  }

  #participant(identity: string): Participant | undefined {
    return this.#room?.getParticipantByIdentity(identity);
  }

  #listen(room: Room, RoomEvent: LiveKit["RoomEvent"]): void {
    const own = (handler: () => void) => () => {
      if (room === this.#room) handler();
    };
    const changes = [
      RoomEvent.ParticipantConnected,
      RoomEvent.ParticipantDisconnected,
      RoomEvent.TrackSubscribed,
      RoomEvent.TrackUnsubscribed,
      RoomEvent.TrackMuted,
      RoomEvent.TrackUnmuted,
      RoomEvent.LocalTrackPublished,
      RoomEvent.LocalTrackUnpublished,
      RoomEvent.ActiveSpeakersChanged,
      RoomEvent.ConnectionQualityChanged,
      RoomEvent.MediaDevicesChanged,
      RoomEvent.Reconnected,
    ] as const;
    for (const name of changes) room.on(name, own(this.changed));
    room.on(RoomEvent.Disconnected, own(this.lost));
    room.on(RoomEvent.TrackSubscribed, (track, publication, sender) => {
      const heard = this.#admits(sender, publication) && this.#isHeard(track, sender);
      if (heard && `${track.kind}` === "audio") this.#sound(track, sender.identity);
    });
    room.on(RoomEvent.TrackUnsubscribed, (track, publication) => {
      this.#strange.delete(publication.trackSid);
      this.#silence(track);
    });
  }
}

/** When the line is tried again; after that the seat is taken anew, which an engine that was started anew needs. */
const RECONNECT_MS = [0, 300, 1_000, 2_000, 3_000];

/** How keys are used; LiveKit is given none to hold, for it would set them again and again. `ring.ts` gives them to the worker. */
const HOLDS_NONE = { sharedKey: false, ratchetWindowSize: 0, failureTolerance: -1, keyringSize: RING_SIZE } as const;

const STRANGE_MS = 5_000; // who comes is heard of from the server a moment before or after the engine
const TOLD_MS = 10_000;

function tracksOf(room: Room): LocalTrack[] {
  const published = [...room.localParticipant.trackPublications.values()];
  return published.flatMap((each) => (each.track === undefined ? [] : [each.track as LocalTrack]));
}

function signalOf(one: Participant): Signal {
  return {
    camera: one.isCameraEnabled,
    microphone: one.isMicrophoneEnabled,
    speaking: one.isSpeaking,
    quality: QUALITY[`${one.connectionQuality}` as const],
  };
}
