/**
 * Sound in packets of 60 ms, where the line is weak. Each packet carries 88 bytes besides its sound, so that 20 ms at 48 kbit/s take 84 kbit/s on
 * the wire, and 60 ms at 24 kbit/s take 36. Chromium has no setting for it, but does what the other end asks for in its description.
 */

export const WEAK_PACKET_MS = 60;

/** For a microphone on a weak line; bit/s. */
export const WEAK_SOUND = { maxBitrate: 24_000 } as const;

/** The description with this packet time asked for in each of its sounds, and in nothing else. */
export function withPacketTime(sdp: string, ms: number): string {
  const [session = "", ...media] = sdp.split(/(?=^m=)/m);
  const asked = (section: string): string => `${section.replace(/^a=(?:max)?ptime:.*\r?\n/gm, "").replace(/\r?\n*$/, "")}\r\na=ptime:${ms}\r\na=maxptime:${ms}\r\n`;
  return [session, ...media.map((section) => (section.startsWith("m=audio") ? asked(section) : section))].join("");
}

let asking = false;

/** Has every connection of this page, from now on, asked for longer packets of sound. */
export function askForLongPackets(): void {
  if (asking) return;
  asking = true;
  const put = RTCPeerConnection.prototype.setRemoteDescription as (this: RTCPeerConnection, said: RTCSessionDescriptionInit) => Promise<void>;
  RTCPeerConnection.prototype.setRemoteDescription = function (said: RTCSessionDescriptionInit): Promise<void> {
    return put.call(this, { type: said.type, sdp: withPacketTime(said.sdp ?? "", WEAK_PACKET_MS) });
  };
}
