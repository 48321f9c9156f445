"""Calls another application by its name."""
import os
from urllib.request import urlopen

sidecar = f"http://localhost:{os.environ['DAPR_HTTP_PORT']}"
with urlopen(f"{sidecar}/v1.0/invoke/answer/method/shout", b"hello from python") as answer:
    print("answer", answer.read().decode())
