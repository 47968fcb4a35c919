/** Which key a track is opened with: an id of the engine's choosing is one sender's and one source's, until it is let go. */
import { describe, expect, it } from "vitest";

import { guard, type Scope } from "../../src/room/guard.js";

type Said = { readonly kind: string; readonly data: { readonly participantIdentity?: string } };

/** A worker of LiveKit's without LiveKit: what it is told, what it answers, what it transforms. */
function bare() {
  const [passed, answered, transformed]: [string[], Said[], string[]] = [[], [], []];
  const scope: Scope = {
    onmessage: ({ data }: MessageEvent<Said>) => passed.push(`${data.kind} ${data.data.participantIdentity}`),
    onrtctransform: ({ transformer }) => transformed.push(transformer.options.participantIdentity ?? ""),
    postMessage: (message) => answered.push(message as Said),
    subtle: Object.create(crypto.subtle) as SubtleCrypto,
    now: () => 0,
  };
  guard(scope);
  const says = (kind: string, data: object) => {
    passed.length = 0;
    scope.onmessage?.(new MessageEvent("message", { data: { kind, data } }));
    return [...passed];
  };
  const track = (trackId: string, source: string) => says("parley-track", { trackId, source });
  return { scope, says, track, answered, transformed };
}

const of = (participantIdentity: string, trackId: string, more = {}) => ({ participantIdentity, trackId, ...more });

describe("a track", () => {
  it("is opened with the key of its sender and of its source", () => {
    const { says, track } = bare();
    track("TR_1", "camera");
    track("TR_2", "screen_share");
    expect(says("decode", of("a.1", "TR_1"))).toEqual(["enable a.1 camera", "decode a.1 camera"]);
    expect(says("decode", of("a.1", "TR_2"))).toEqual(["enable a.1 screen_share", "decode a.1 screen_share"]);
    track("mine", "microphone");
    expect(says("encode", of("b.1", "mine"))).toEqual(["enable b.1 microphone", "encode b.1 microphone"]);
    expect(says("removeTransform", of("a.1", "TR_1"))).toEqual(["removeTransform a.1 camera"]);
  });

  it("of which nobody has said what it is waits, and is opened with no key until then", () => {
    const { says, track } = bare();
    expect(says("decode", of("a.1", "TR_1"))).toEqual([]);
    expect(track("TR_1", "camera")).toEqual(["enable a.1 camera", "decode a.1 camera"]);
  });

  it("whose id the engine gives to a second sender keeps its own key until it is let go", () => {
    const { says, track } = bare();
    track("TR_1", "camera");
    says("decode", of("a.1", "TR_1"));
    expect(says("decode", of("b.1", "TR_1"))).toEqual([]); // LiveKit's worker would open a's stream with b's key from here on
    expect(says("removeTransform", of("a.1", "TR_1"))).toEqual(["removeTransform a.1 camera", "enable b.1 camera", "decode b.1 camera"]);
  });

  it("that the engine calls a screen afterwards is opened as a camera until it is let go", () => {
    const { says, track } = bare();
    track("TR_1", "camera");
    says("decode", of("a.1", "TR_1"));
    track("TR_1", "screen_share");
    expect(says("updateCodec", of("a.1", "TR_1"))).toEqual([]);
    expect(says("removeTransform", of("a.1", "TR_1"))[0]).toBe("removeTransform a.1 camera");
  });

  it("whose line is used for the next who comes is theirs once the first is let go, and not before", () => {
    const { says, track } = bare();
    track("TR_1", "camera");
    track("TR_2", "camera");
    says("decode", of("a.1", "TR_1"));
    expect(says("updateCodec", of("b.1", "TR_2", { previousTrackId: "TR_1" }))).toEqual([]);
    expect(says("removeTransform", of("a.1", "TR_1")).slice(1)).toEqual(["enable b.1 camera", "updateCodec b.1 camera"]);
  });

  it("that is let go before it was opened is not opened any more", () => {
    const { says, track } = bare();
    says("decode", of("a.1", "TR_1"));
    expect(says("removeTransform", of("a.1", "TR_1"))).toEqual([]);
    expect(track("TR_1", "camera")).toEqual([]);
  });

  it("that an engine names as one of ours does not change what ours is sent under", () => {
    const { says, track } = bare();
    track("mine", "camera");
    says("encode", of("a.1", "mine"));
    expect(says("decode", of("b.1", "mine"))).toEqual([]);
    expect(says("encode", of("a.1", "mine"))).toEqual(["enable a.1 camera", "encode a.1 camera"]); // in another hall
  });
});

it("where the browser transforms by itself, it is with the same keys", () => {
  const { scope, track, transformed } = bare();
  const streams = { readable: new ReadableStream(), writable: new WritableStream() };
  scope.onrtctransform?.({ transformer: { options: of("a.1", "TR_1"), ...streams } });
  expect(transformed).toEqual([]);
  track("TR_1", "camera");
  expect(transformed).toEqual(["a.1 camera"]);
});

it("LiveKit on the page hears of participants that it knows, and codecs are told to each source", () => {
  const { scope, says, answered } = bare();
  scope.postMessage({ kind: "enable", data: { enabled: true, participantIdentity: "a.1 camera" } });
  scope.postMessage({ kind: "enable", data: { enabled: true, participantIdentity: "a.1" } });
  scope.postMessage({ kind: "error", data: { participantIdentity: "a.1 microphone" } });
  expect(answered.map(({ kind, data }) => `${kind} ${data.participantIdentity}`)).toEqual(["enable a.1", "error a.1"]);
  expect(says("setRTPMap", { participantIdentity: "a.1" })).toHaveLength(4);
});
