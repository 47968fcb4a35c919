"""Write ``bundle.json``: one bundle as Python draws it, with everything a browser needs to open it. Run to make it anew.

python tests/room/vectors/make.py
"""

import json
from pathlib import Path

from parley.record import b64u
from parley.rehearsal.device import Device
from parley.rehearsal.keys import draw, open_bundle

TALKS, SPACE, EPOCH = "march", "plenary", 1_584_864_000


def vector() -> dict[str, object]:
    devices = [Device(bytes([n]) * 32, bytes([n + 100]) * 32) for n in (1, 2, 3)]
    roster = {device.id: device.public for device in devices}
    bundle = draw(devices[1], roster.get, TALKS, SPACE, EPOCH, [device.id for device in devices])
    key = open_bundle(devices[0], roster.get, TALKS, SPACE, bundle)
    return {
        "talks": TALKS,
        "space": SPACE,
        "bundle": bundle,
        "key": b64u(key.key),
        "devices": [
            {
                "id": device.id,
                "ed25519": b64u(device.public.ed25519),
                "x25519": b64u(device.public.x25519),
                "private": {
                    "ed25519": b64u(device.private_bytes()[0]),
                    "x25519": b64u(device.private_bytes()[1]),
                },
            }
            for device in devices
        ],
    }


if __name__ == "__main__":
    Path(__file__).with_name("bundle.json").write_text(json.dumps(vector(), indent=1, sort_keys=True) + "\n")
