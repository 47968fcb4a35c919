"""A whole negotiation played by bots that sit in the seats, over HTTP and WebRTC like anyone else.

``run`` starts a server of its own and plays ``steps`` in order; ``seat`` is one bot's HTTP, device keys and
signatures; ``seatmedia`` its camera, sound and decoding; ``keeper`` the record that it verifies and keeps, as a
browser would. Nothing here reaches into the server: what a bot can do, a stranger's program can.
"""
