/** The screen stays on while one sits at the table; where the browser does not do that it is said, once. */
export class Awake {
  #wanted = false;
  #lock: WakeLockSentinel | null = null;
  refused = false;

  constructor(readonly said: () => void) {
    document.addEventListener("visibilitychange", () => void this.#ask()); // hidden pages lose it
  }

  keep(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) return void this.#ask();
    void this.#lock?.release();
    this.#lock = null;
  }

  async #ask(): Promise<void> {
    if (!this.#wanted || document.hidden) return;
    try {
      if (!("wakeLock" in navigator)) throw new Error("this browser has none");
      this.#lock = await navigator.wakeLock.request("screen");
      this.refused = false;
      if (!this.#wanted) void this.#lock.release();
    } catch {
      if (!this.refused) this.said();
      this.refused = true;
    }
  }
}
