/** One microphone or camera, opened to be looked at or heard; and a tone for the loudspeaker. Nothing is sent. */

import { choose, chosen, type DeviceKind } from "../kit/chosen.js";
import { faultOf, type Fault } from "./model.js";

export type Opened = { readonly stream: MediaStream } | { readonly fault: Fault };

/** The device that was chosen before, and no other in its place: `gone` if it is not there. `id`: the one chosen now. */
export async function opened(kind: "audioinput" | "videoinput", id = chosen(kind)): Promise<Opened> {
  if (!("mediaDevices" in navigator)) return { fault: "insecure" };
  const device = id === "" ? {} : { deviceId: { exact: id } };
  const asked = kind === "audioinput" ? { audio: id === "" ? true : device } : { video: { width: 640, height: 360, ...device } };
  try {
    const stream = await navigator.mediaDevices.getUserMedia(asked);
    const used = stream.getTracks()[0]?.getSettings().deviceId;
    if (used) choose(kind, used);
    return { stream };
  } catch (refusal) {
    const fault = faultOf(refusal instanceof Error || refusal instanceof DOMException ? refusal.name : "", id !== "");
    if (fault === "gone") choose(kind, ""); // who presses again takes what there is
    return { fault };
  }
}

/** What there is to choose from; names come once the browser has allowed one of them. */
export async function listed(kind: DeviceKind): Promise<readonly { readonly id: string; readonly label: string }[]> {
  const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return all.filter((each) => each.kind === kind && each.deviceId !== "").map(({ deviceId, label }) => ({ id: deviceId, label }));
}

/** Tell the level of a microphone ten times a second (root mean square of samples in ±1), until `signal` ends it. */
export function levels(stream: MediaStream, tell: (level: number) => void, signal: AbortSignal): void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    if (context.state !== "running") return void context.resume(); // some browsers wait for a press
    analyser.getFloatTimeDomainData(samples);
    tell(Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length));
  }, 100);
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    void context.close();
  });
}

const TONE_S = 1.2;

/** Play two tones, one after the other, on the chosen loudspeaker; false if it cannot be had. */
export async function tone(): Promise<boolean> {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const gain = new GainNode(context, { gain: 0.2 });
  gain.connect(out);
  for (const [at, frequency] of [440, 660].entries()) {
    const source = new OscillatorNode(context, { frequency });
    source.connect(gain);
    source.start(context.currentTime + (at * TONE_S) / 2);
    source.stop(context.currentTime + ((at + 1) * TONE_S) / 2);
  }
  const audio = new Audio();
  audio.srcObject = out.stream;
  try {
    const device = chosen("audiooutput");
    if (device !== "" && "setSinkId" in audio) await audio.setSinkId(device);
    await audio.play();
    await new Promise((end) => setTimeout(end, TONE_S * 1000));
    return true;
  } catch {
    return false;
  } finally {
    audio.srcObject = null;
    await context.close();
  }
}

/** Whether this browser lets a page choose the loudspeaker. */
export function choosesSpeaker(): boolean {
  return "setSinkId" in HTMLMediaElement.prototype;
}
