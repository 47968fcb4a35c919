/** Which microphone, camera and loudspeaker were chosen on this device, and whether its line is weak: kept in this browser, for every seat and page. */

export type DeviceKind = "audioinput" | "videoinput" | "audiooutput";

const NAME = "devices";

function all(): Partial<Record<DeviceKind, string>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(NAME) ?? "{}");
    return typeof kept === "object" && kept !== null ? kept : {};
  } catch {
    return {}; // what is kept is none, or this browser keeps nothing
  }
}

/** The id of the device that was chosen; "" if none was. */
export function chosen(kind: DeviceKind): string {
  const id = all()[kind];
  return typeof id === "string" ? id : "";
}

export function choose(kind: DeviceKind, id: string): void {
  try {
    localStorage.setItem(NAME, JSON.stringify({ ...all(), [kind]: id }));
  } catch {
    // asked again on the next page
  }
}

const WEAK = "weak line";

/** Whether the last test of the line found less each way than sound and a small picture take. */
export function lineIsWeak(): boolean {
  try {
    return localStorage.getItem(WEAK) !== null;
  } catch {
    return false;
  }
}

export function keepLine(weak: boolean): void {
  try {
    if (weak) localStorage.setItem(WEAK, "1");
    else localStorage.removeItem(WEAK);
  } catch {
    // the table begins as on a good line
  }
}
