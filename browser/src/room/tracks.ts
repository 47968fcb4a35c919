/**
 * Which key a track is encrypted and opened with: by whose it is *and* by what it is. LiveKit's worker has keys by participant and tracks by
 * an id that the engine chooses, so to it each source of a sender is a participant of its own, and an id is one's until it is let go.
 */
import { cryptorOf, identityOf } from "./model.js";

type Track = { readonly participantIdentity: string; readonly trackId: string; readonly previousTrackId?: string };
type Waiting = { readonly track: Track; readonly go: (cryptor: string) => void };

export class Tracks {
  readonly #sources = new Map<string, string>(); // by track: what the page plays it as
  readonly #bound = new Map<string, string>(); // by track: whose it is, and what
  #waiting: Waiting[] = [];

  told(trackId: string, source: string): void {
    this.#sources.set(trackId, source);
    this.#goOn();
  }

  /** Goes on once it is known what the track is and its id is nobody else's: no second use of an id changes the key under the first. */
  bind(track: Track, go: (cryptor: string) => void): void {
    this.#waiting.push({ track, go });
    this.#goOn();
  }

  /** Lets go of an id; whoever waits for it goes on after that. */
  free(track: Track, go: (cryptor: string) => void): void {
    const { participantIdentity: identity, trackId } = track;
    const cryptor = this.#bound.get(trackId);
    if (cryptor !== undefined && identityOf(cryptor) === identity) {
      this.#bound.delete(trackId);
      go(cryptor);
    } else {
      this.#waiting = this.#waiting.filter((each) => each.track.trackId !== trackId || each.track.participantIdentity !== identity);
    }
    this.#goOn();
  }

  #goOn(): void {
    const [before, ready]: [Waiting[], Waiting[]] = [this.#waiting, []];
    this.#waiting = before.filter((each) => {
      const cryptor = this.#cryptorOf(each.track);
      if (cryptor === null) return true;
      this.#bound.set(each.track.trackId, cryptor);
      ready.push(each);
      return false;
    });
    for (const { track, go } of ready) go(this.#bound.get(track.trackId) ?? "");
  }

  #cryptorOf({ participantIdentity, trackId, previousTrackId }: Track): string | null {
    const source = this.#sources.get(trackId);
    if (source === undefined) return null;
    const cryptor = cryptorOf(participantIdentity, source);
    const free = (id: string | undefined) => id === undefined || (this.#bound.get(id) ?? cryptor) === cryptor;
    return free(trackId) && free(previousTrackId) ? cryptor : null;
  }
}
