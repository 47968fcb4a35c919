/** A small record made for tests: a server's key, devices, and entries that they really sign. */

import { concat, fromBase64url, toBase64url, utf8, type Bytes, type Json } from "../../src/kit/bytes.js";
import { canonical } from "../../src/record/canonical.js";
import { origin } from "../../src/record/notes.js";
import { bindingStatement, proceduralStatement, type Fields } from "../../src/record/statements.js";
import { treeRoot } from "../../src/record/tree.js";
import { make, publicOf, type Keys } from "../../src/sign/keys.js";

export const TALKS = "march";

const PARTIES = [{ id: "north", kind: "side" }, { id: "south", kind: "side" }, { id: "host", kind: "host" }];

export class Forge {
  readonly entries: Bytes[] = [];

  private constructor(readonly server: Keys) {}

  /** `server`: the one that made another record, to make a second. */
  static async begun(server?: Keys, parties = PARTIES): Promise<Forge> {
    const forge = new Forge(server ?? (await make()));
    await forge.noted("roster.server-key.1", { ed25519: (await publicOf(forge.server)).ed25519 });
    await forge.noted("talks.created.1", { parties });
    return forge;
  }

  /** A procedural entry, signed by the server. */
  noted(kind: string, body: Fields): Promise<void> {
    return this.#put(kind, body, null, "");
  }

  /** A device of its own for `seat`, enrolled by the server. */
  async enrolled(party: string, role: string, seat: string): Promise<Keys> {
    const keys = await make();
    await this.noted("roster.device-enrolled.1", { device: keys.device, party, role, seat, ...(await publicOf(keys)) });
    return keys;
  }

  vouched(by: Keys, seat: string, device: string, party: string): Promise<void> {
    return this.#put("roster.device-vouched.1", { device, party }, by, seat);
  }

  accepted(by: Keys, seat: string, devices: readonly string[], party: string): Promise<void> {
    return this.#put("roster.devices-accepted.1", { devices, party }, by, seat);
  }

  named(by: Keys, seat: string, deputy: string, party: string): Promise<void> {
    return this.#put("roster.deputy-named.1", { deputy, party }, by, seat);
  }

  vouchedAsDeputy(by: Keys, seat: string, device: string, party: string): Promise<void> {
    return this.#put("roster.deputy-vouched.1", { device, party }, by, seat);
  }

  /** The binding entry at this place once more, in the next: its signature covers no place. */
  async again(place: number): Promise<void> {
    const entry = JSON.parse(new TextDecoder().decode(this.entries[place])) as { [name: string]: Json };
    this.entries.push(utf8(canonical({ ...entry, seq: this.entries.length })));
  }

  /** The head over the first `size` entries, signed by the server. */
  async head(size = this.entries.length): Promise<Bytes> {
    const server = fromBase64url((await publicOf(this.server)).ed25519);
    const name = await origin(TALKS, "table", server);
    const text = `${name}\n${size}\n${btoa(String.fromCharCode(...(await treeRoot(this.entries.slice(0, size)))))}\n`;
    const id = new Uint8Array(await crypto.subtle.digest("SHA-256", concat(utf8(`${name}\n`), Uint8Array.of(1), server))).slice(0, 4);
    const made = new Uint8Array(await crypto.subtle.sign("Ed25519", this.server.ed25519.privateKey, utf8(text)));
    return utf8(`${text}\n\u2014 ${name} ${btoa(String.fromCharCode(...id, ...made))}\n`);
  }

  /** What a server answers, `size` entries long; everything else is taken and forgotten. */
  async answer(path: string, size = this.entries.length): Promise<Response> {
    if (path.endsWith("/checkpoint")) return new Response(await this.head(size));
    const [, from, to] = /\/entries\?from=(\d+)&to=(\d+)$/.exec(path) ?? [];
    if (from === undefined) return Response.json({ kept: true });
    const asked = this.entries.slice(Number(from), Math.min(Number(to), size));
    return new Response(asked.map((raw) => `${new TextDecoder().decode(raw)}\n`).join(""));
  }

  async #put(kind: string, body: Fields, by: Keys | null, seat: string): Promise<void> {
    const said = { talks: TALKS, compartment: "table", kind, body, command: by ? `c-${this.entries.length}` : "", seat };
    const unsigned: { [name: string]: Json } = {
      ...said,
      at: "2020-03-22T07:30:00Z",
      class: by ? "binding" : "procedural",
      device: by?.device ?? "",
      format: "parley-entry/1",
      seq: this.entries.length,
    };
    const statement = by ? bindingStatement(said) : proceduralStatement(unsigned);
    const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", (by ?? this.server).ed25519.privateKey, statement));
    this.entries.push(utf8(canonical({ ...unsigned, signature: toBase64url(signature) })));
  }
}
