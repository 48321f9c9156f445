"""Encrypts a message with a key that it never sees, and decrypts it."""
import os
from urllib.request import Request, urlopen


def put(what, data, headers):
    url = f"http://localhost:{os.environ['DAPR_HTTP_PORT']}/v1.0-alpha1/crypto/keys/{what}"
    with urlopen(Request(url, data, headers, method="PUT")) as answer:
        return answer.read()


key = {"dapr-key-name": "example", "dapr-key-wrap-algorithm": "A256KW"}
secret = put("encrypt", b"hello from python", key)
print("encrypted", secret.split(b"\n")[0].decode())
print("decrypted", put("decrypt", secret, {}).decode())
