/**
 * The line, step by step: our server, the sign-in, the engine's signals, media over UDP and TCP, TURN, then a drawn picture that goes to the
 * engine and comes back, for what gets lost and how much passes. Two connections of one's own, in a room of the engine's that nobody else is in.
 */

import type { Room } from "livekit-client";

import { blank, judged, type Outcome, type Report, type Step } from "./model.js";

type LiveKit = typeof import("../room/livekit.js");
type Begun = { readonly url: string; readonly test: string; readonly tokens: readonly [string, string] };
type Pair = { readonly protocol: string; readonly rtt: number; readonly room: number };

const MEASURED_MS = 6_000;
const SWITCH_MS = 12_000;
const CONNECT = { maxRetries: 0, peerConnectionTimeout: 12_000, websocketTimeout: 10_000 } as const;
const SENT = { simulcast: false, videoCodec: "vp8", videoEncoding: { maxBitrate: 1_000_000, maxFramerate: 12 } } as const;
const GOOD: Outcome = { state: "good" };
const FAILED: Outcome = { state: "failed" };

/** Tries everything and tells each step as soon as it is known. */
export async function tried(base: string, tell: (step: Step, outcome: Outcome) => void): Promise<Report> {
  const report: Record<Step, Outcome> = { ...blank() };
  const say = (step: Step, outcome: Outcome): void => tell(step, (report[step] = outcome));
  const begun = await reached(base, say);
  if (begun === null) return report;
  try {
    await through(await import("../room/livekit.js"), begun, say);
  } catch (fault) {
    console.warn("line", fault);
  } finally {
    await post(`${base}/line-test/end`, { test: begun.test }).catch(() => undefined);
  }
  for (const step of ["signals", "udp", "tcp"] as const) if (report[step].state === "not_tried") say(step, FAILED);
  return report;
}

async function reached(base: string, say: (step: Step, outcome: Outcome) => void): Promise<Begun | null> {
  const at = performance.now();
  const health = await fetch("/health", { cache: "no-store" }).catch(() => null);
  say("server", health === null ? FAILED : judged("server", performance.now() - at)); // whatever it answers of its engine
  if (health === null) return null;
  const answer = await post(`${base}/line-test/begin`, {}).catch(() => null);
  say("sign_in", answer?.status === 401 || answer?.status === 403 ? FAILED : answer === null ? { state: "not_tried" } : GOOD);
  if (answer?.ok === true) return (await answer.json()) as Begun;
  for (const step of ["signals", "udp", "tcp"] as const) say(step, FAILED);
  return null;
}

function post(path: string, body: object): Promise<Response> {
  return fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

async function through(engine: LiveKit, { url, tokens }: Begun, say: (step: Step, outcome: Outcome) => void): Promise<void> {
  const [sends, hears] = [new engine.Room(), new engine.Room({ adaptiveStream: false })];
  const picture = drawn();
  try {
    sends.once(engine.RoomEvent.SignalConnected, () => say("signals", GOOD));
    await Promise.all([sends.connect(url, tokens[0], CONNECT), hears.connect(url, tokens[1], CONNECT)]);
    const sent = await sends.localParticipant.publishTrack(picture.track, { ...SENT, source: engine.Track.Source.Camera });
    const first = await pairOf(() => sent.track?.getRTCStatsReport());
    say("udp", first?.protocol === "udp" ? GOOD : FAILED);
    if (first?.protocol === "tcp") say("tcp", GOOD);
    await measured(sends, hears, say);
    if (first?.protocol !== "tcp") say("tcp", (await overTcp(engine, sends)) ? GOOD : FAILED);
    say("turn", await overTurn(engine, sends, { url, token: tokens[1] }));
  } finally {
    picture.end();
    await Promise.all([sends.disconnect(), hears.disconnect()]);
  }
}

/** A picture that changes everywhere, all the time, so that it takes what the line gives. Nothing of the person is in it. */
function drawn(): { readonly track: MediaStreamTrack; readonly end: () => void } {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
  const drawing = canvas.getContext("2d");
  const image = drawing?.createImageData(320, 180);
  const words = image === undefined ? new Uint32Array() : new Uint32Array(image.data.buffer);
  const timer = setInterval(() => {
    if (!drawing || !image) return;
    for (let at = 0; at < words.length; at += 1) words[at] = 0xff000000 | (Math.random() * 0xffffff);
    drawing.putImageData(image, 0, 0);
  }, 80);
  const track = canvas.captureStream(12).getVideoTracks()[0] as MediaStreamTrack;
  return {
    track,
    end: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}

type Stats = RTCStatsReport | undefined;
type One = Readonly<Record<string, unknown>>;

function all(stats: Stats): One[] {
  return stats === undefined ? [] : [...(stats as unknown as Map<string, One>).values()];
}

function number(value: unknown): number {
  return typeof value === "number" ? value : NaN;
}

/** The pair of addresses that media goes by, once there is one. */
async function pairOf(ask: () => Promise<Stats> | undefined, within = SWITCH_MS, wanted = ""): Promise<Pair | null> {
  const end = performance.now() + within;
  while (performance.now() < end) {
    const found = pairIn(await ask());
    if (found !== null && (wanted === "" || found.protocol === wanted)) return found;
    await new Promise((again) => setTimeout(again, 200));
  }
  return null;
}

function pairIn(stats: Stats): Pair | null {
  const known = all(stats);
  const transport = known.find(({ type, selectedCandidatePairId }) => type === "transport" && selectedCandidatePairId);
  const pair =
    known.find(({ id }) => id === transport?.["selectedCandidatePairId"]) ??
    known.find(({ type, nominated, state }) => type === "candidate-pair" && nominated === true && state === "succeeded");
  const local = known.find(({ id }) => id === pair?.["localCandidateId"]);
  if (pair === undefined || local === undefined) return null;
  return { protocol: String(local["protocol"]), rtt: number(pair["currentRoundTripTime"]), room: number(pair["availableOutgoingBitrate"]) };
}

/** What passes in a few seconds: there and back, lost on the way, and how much each way. */
async function measured(sends: Room, hears: Room, say: (step: Step, outcome: Outcome) => void): Promise<void> {
  const mine = () => firstOf(sends.localParticipant.trackPublications.values())?.track?.getRTCStatsReport();
  const theirs = () => firstOf(firstOf(hears.remoteParticipants.values())?.trackPublications.values())?.track?.getRTCStatsReport();
  await new Promise((go) => setTimeout(go, MEASURED_MS / 3)); // it begins slowly, whatever the line
  const [began, before] = [performance.now(), received(await theirs())];
  await new Promise((go) => setTimeout(go, MEASURED_MS));
  const [stats, after] = [await mine(), received(await theirs())];
  const sent = all(stats).find(({ type }) => type === "outbound-rtp");
  const answer = all(stats).find(({ type }) => type === "remote-inbound-rtp");
  const pair = pairIn(stats);
  say("trip", judged("trip", 1000 * (number(answer?.["roundTripTime"]) || (pair?.rtt ?? NaN))));
  const lostUp = number(answer?.["packetsLost"]) / number(sent?.["packetsSent"]);
  const lostDown = (after.lost - before.lost) / (after.packets - before.packets + after.lost - before.lost);
  say("loss", judged("loss", 1000 * Math.max(0, lostUp || 0, lostDown || 0)));
  const kbits = (8 * (after.bytes - before.bytes)) / (performance.now() - began);
  say("down", judged("down", kbits));
  say("up", judged("up", Math.max(kbits, Number.isNaN(pair?.room ?? NaN) ? 0 : (pair?.room ?? 0) / 1000)));
}

function firstOf<T>(some: Iterable<T> | undefined): T | undefined {
  return some === undefined ? undefined : [...some][0];
}

function received(stats: Stats): { readonly bytes: number; readonly packets: number; readonly lost: number } {
  const one = all(stats).find(({ type }) => type === "inbound-rtp");
  return { bytes: number(one?.["bytesReceived"]), packets: number(one?.["packetsReceived"]), lost: number(one?.["packetsLost"]) };
}

/** Has the engine offer TCP alone, as where a network lets no UDP through, and looks whether media goes by it. */
async function overTcp(engine: LiveKit, room: Room): Promise<boolean> {
  const back = new Promise<void>((done) => room.once(engine.RoomEvent.Reconnected, () => done()));
  await room.simulateScenario("force-tcp");
  await Promise.race([back, new Promise((late) => setTimeout(late, SWITCH_MS))]);
  const ask = () => firstOf(room.localParticipant.trackPublications.values())?.track?.getRTCStatsReport();
  return (await pairOf(ask, SWITCH_MS, "tcp")) !== null;
}

/** Relayed over TLS, if the engine names such a relay at all. */
async function overTurn(engine: LiveKit, room: Room, { url, token }: { readonly url: string; readonly token: string }): Promise<Outcome> {
  const named = room.engine.latestJoinResponse?.iceServers.flatMap(({ urls }) => urls) ?? [];
  if (!named.some((one) => one.startsWith("turns:"))) return { state: "not_offered" };
  const relayed = new engine.Room();
  try {
    await relayed.connect(url, token, { ...CONNECT, rtcConfig: { iceTransportPolicy: "relay" } });
    return GOOD;
  } catch {
    return FAILED;
  } finally {
    await relayed.disconnect();
  }
}
