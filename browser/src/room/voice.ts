/** Whether somebody talks while their microphone is off: heard on this device alone, and said to them alone. */

const LOUD = 0.015; // root mean square: a voice near the microphone, not a room
const ENOUGH = 3; // of the last looks
const LOOKS = 10;
const EVERY_MS = 100;
const SAID_MS = 5_000;

/** Of the last looks so many were loud: then it is a voice, and stays so for a while. */
export class Talking {
  #loud: boolean[] = [];
  #until = 0;

  hear(level: number, now: number): boolean {
    this.#loud = [...this.#loud, level > LOUD].slice(-LOOKS);
    if (this.#loud.filter((one) => one).length >= ENOUGH) this.#until = now + SAID_MS;
    return now < this.#until;
  }

  forget(): void {
    this.#loud = [];
    this.#until = 0;
  }
}

/** Listens to a microphone while it is muted. The track is a copy: what goes out stays silent. */
export class Ear {
  readonly #talking = new Talking();
  #context: AudioContext | null = null;
  #copy: MediaStreamTrack | null = null;
  #of: MediaStreamTrack | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;
  talks = false;

  constructor(readonly changed: () => void) {}

  /** `track`: what to listen to; null: nothing. */
  listen(track: MediaStreamTrack | null): void {
    if (track === this.#of) return;
    this.end();
    this.#of = track;
    if (track === null || track.readyState !== "live") return;
    this.#copy = track.clone();
    this.#copy.enabled = true;
    this.#context = new AudioContext();
    const analyser = new AnalyserNode(this.#context, { fftSize: 2048 });
    this.#context.createMediaStreamSource(new MediaStream([this.#copy])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.#say(this.#talking.hear(Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length), performance.now()));
    }, EVERY_MS);
  }

  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#copy?.stop();
    void this.#context?.close();
    this.#timer = this.#copy = this.#context = this.#of = null;
    this.#talking.forget();
    this.talks = false;
  }

  #say(talks: boolean): void {
    if (talks === this.talks) return;
    this.talks = talks;
    this.changed();
  }
}
