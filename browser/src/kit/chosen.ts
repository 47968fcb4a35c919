/** Which microphone, camera and loudspeaker were chosen on this device: kept in this browser, for every seat and page. */

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
