"""Reads a secret."""
import os
from urllib.request import urlopen

sidecar = f"http://localhost:{os.environ['DAPR_HTTP_PORT']}"
with urlopen(f"{sidecar}/v1.0/secrets/secretstore/greeting") as answer:
    print("secret", answer.read().decode())
