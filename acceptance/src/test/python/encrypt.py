"""encrypt.py HTTP_PORT GRPC_PORT: one line of JSON for each check; the exit status is 1 if one failed."""

import json
import os
import sys
import traceback
import warnings

http_port, grpc_port = sys.argv[1:3]
os.environ["DAPR_HTTP_PORT"] = http_port
os.environ["DAPR_GRPC_PORT"] = grpc_port
warnings.simplefilter("ignore")

import grpc  # noqa: E402

# The client reads the environment when it is imported.
from dapr.clients import DaprClient  # noqa: E402
from dapr.clients.grpc._crypto import DecryptOptions, EncryptOptions  # noqa: E402


def encrypt(client, plain, **options):
    options = {"component_name": "keys", "key_name": "aes256", "key_wrap_algorithm": "AES", **options}
    return client.encrypt(data=plain, options=EncryptOptions(**options)).read()


def decrypt(client, encrypted, key_name=""):
    options = DecryptOptions(component_name="keys", key_name=key_name)
    return client.decrypt(data=encrypted, options=options).read()


def a_message_comes_back(client):
    encrypted = encrypt(client, "Grüße")
    assert encrypted.startswith(b'dapr.io/enc/v1\n{"k":"aes256","kw":1,'), encrypted[:60]
    assert decrypt(client, encrypted).decode() == "Grüße"


def a_long_message_comes_back(client):
    plain = bytes(range(256)) * 1000
    encrypted = encrypt(
        client,
        plain,
        key_name="rsa.pem",
        key_wrap_algorithm="RSA",
        data_encryption_cipher="chacha20-poly1305",
    )
    assert decrypt(client, encrypted) == plain


def the_name_of_the_key_may_be_left_out(client):
    encrypted = encrypt(client, "x", omit_decryption_key_name=True)
    assert decrypt(client, encrypted, key_name="aes256") == b"x"
    try:
        decrypt(client, encrypted)
    except grpc.RpcError as error:
        assert "no key name was provided" in error.details(), error.details()
        return
    raise AssertionError("not refused")


def a_tampered_message_is_refused(client):
    encrypted = bytearray(encrypt(client, "x"))
    encrypted[-1] ^= 1
    try:
        decrypt(client, bytes(encrypted))
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.INTERNAL, error.code()
        assert "failed to decrypt segment" in error.details(), error.details()
        return
    raise AssertionError("not refused")


CHECKS = [
    a_message_comes_back,
    a_long_message_comes_back,
    the_name_of_the_key_may_be_left_out,
    a_tampered_message_is_refused,
]


def main():
    failed = False
    with DaprClient() as client:
        for check in CHECKS:
            line = {"check": check.__name__, "ok": True}
            try:
                check(client)
            except Exception:
                failed = True
                line = {"check": check.__name__, "ok": False, "error": traceback.format_exc()}
            print(json.dumps(line), flush=True)
    sys.exit(1 if failed else 0)


main()
