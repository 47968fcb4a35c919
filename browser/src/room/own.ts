/** How one person has the table: what is large, what is hidden, how loud the others are. Kept in this tab, and told to nobody. */

type Kept = {
  readonly pinned: string | null; // a seat: it stays so when its line is another
  readonly selfHidden: boolean;
  readonly deskShut: boolean;
  readonly keysOff: boolean; // no shortcuts
  readonly volumes: Readonly<Record<string, number>>; // by seat, or by seat and "share": 0 to 1
};

const NOTHING: Kept = { pinned: null, selfHidden: false, deskShut: false, keysOff: false, volumes: {} };

export class Own {
  #kept: Kept;

  constructor(
    readonly name: string,
    readonly changed: () => void,
    readonly store: Pick<Storage, "getItem" | "setItem"> | null = storage(),
  ) {
    this.#kept = { ...NOTHING, ...read(store?.getItem(name) ?? null) };
  }

  get pinned(): string | null {
    return this.#kept.pinned;
  }
  get selfHidden(): boolean {
    return this.#kept.selfHidden;
  }
  get deskShut(): boolean {
    return this.#kept.deskShut;
  }
  get keysOff(): boolean {
    return this.#kept.keysOff;
  }

  volume(of: string): number {
    return this.#kept.volumes[of] ?? 1;
  }

  pin(seat: string | null): void {
    this.#keep({ pinned: seat });
  }
  hideSelf(hidden: boolean): void {
    this.#keep({ selfHidden: hidden });
  }
  shutDesk(shut: boolean): void {
    this.#keep({ deskShut: shut });
  }
  keys(off: boolean): void {
    this.#keep({ keysOff: off });
  }
  turn(of: string, volume: number): void {
    this.#keep({ volumes: { ...this.#kept.volumes, [of]: Math.min(1, Math.max(0, volume)) } });
  }

  #keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    try {
      this.store?.setItem(this.name, JSON.stringify(this.#kept));
    } catch {
      // kept on this page then, until it is opened anew
    }
    this.changed();
  }
}

function storage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null; // a window that keeps nothing
  }
}

function read(text: string | null): Partial<Kept> {
  try {
    return (JSON.parse(text ?? "{}") ?? {}) as Partial<Kept>;
  } catch {
    return {};
  }
}
