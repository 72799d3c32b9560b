"""Frames, TCP and TLS, hotkey handshake, HTTP axon: actors behind a socket. Not built yet."""
