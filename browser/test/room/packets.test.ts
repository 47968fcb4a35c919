/** Longer packets of sound are asked for in sound alone. */
import { expect, test } from "vitest";

import { withPacketTime } from "../../src/room/packets.js";

const SAID = ["v=0", "s=-", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:0", "a=ptime:20", "a=rtpmap:111 opus/48000/2", "m=video 9 UDP/TLS/RTP/SAVPF 96", "a=mid:1", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:2", ""].join("\r\n");

test("every sound has one packet time, and pictures have none", () => {
  const [session, first, video, second] = withPacketTime(SAID, 60).split(/(?=^m=)/m);
  expect(session).toBe("v=0\r\ns=-\r\n");
  for (const sound of [first, second]) {
    expect(sound?.match(/a=ptime:60\r\n/g)).toHaveLength(1);
    expect(sound?.match(/a=maxptime:60\r\n/g)).toHaveLength(1);
    expect(sound).not.toContain("ptime:20");
  }
  expect(first).toContain("a=rtpmap:111");
  expect(video).not.toContain("ptime");
  expect(withPacketTime(SAID, 60).endsWith("\r\n")).toBe(true);
});

test("a description without sound stays as it is, and asked twice it is the same", () => {
  expect(withPacketTime("v=0\r\nm=application 9\r\na=mid:0\r\n", 60)).toBe("v=0\r\nm=application 9\r\na=mid:0\r\n");
  expect(withPacketTime(withPacketTime(SAID, 60), 60)).toBe(withPacketTime(SAID, 60));
});
