"""read_secrets.py HTTP_PORT GRPC_PORT: one line of JSON for each check; the exit status is 1 if one failed."""

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


def refused(call):
    """The code and the text of the error that the call ends with."""
    try:
        call()
    except grpc.RpcError as error:
        return error.code().name, error.details()
    raise AssertionError("not refused")


def secrets_of_a_file_are_read(client):
    assert client.get_secret("vault", "greeting").secret == {"greeting": 'a "b" ü'}
    assert client.get_secret("vault", "db:password").secret == {"db:password": "vault-password"}


def a_secret_may_have_several_values(client):
    secret = client.get_secret("groups", "database").secret
    assert secret == {"user": "sa", "password": "group-password"}, secret


def the_environment_holds_secrets(client):
    assert client.get_secret("environment", "KEY").secret == {"KEY": "environment-key"}
    assert client.get_secret("environment", "NOTHING").secret == {"NOTHING": ""}


def all_that_the_scopes_open_comes_at_once(client):
    secrets = client.get_bulk_secret("vault").secrets
    assert sorted(secrets) == ["db:password", "greeting"], sorted(secrets)
    assert client.get_bulk_secret("groups").secrets == {
        "database": {"user": "sa", "password": "group-password"}
    }


def the_scopes_close_the_rest(client):
    for store, key in [("vault", "hidden"), ("groups", "other"), ("groups", "absent")]:
        code, text = refused(lambda: client.get_secret(store, key))
        assert code == "PERMISSION_DENIED", code
        assert text == f'access denied by policy to get "{key}" from "{store}"', text


def what_is_not_there_is_named(client):
    code, text = refused(lambda: client.get_secret("vault", "absent"))
    assert code == "INTERNAL", code
    expected = "failed getting secret with key absent from secret store vault: secret absent not found"
    assert text == expected, text
    code, text = refused(lambda: client.get_secret("nostore", "key"))
    assert (code, text) == (
        "INVALID_ARGUMENT",
        "failed finding secret store with key nostore",
    ), (code, text)


CHECKS = [
    secrets_of_a_file_are_read,
    a_secret_may_have_several_values,
    the_environment_holds_secrets,
    all_that_the_scopes_open_comes_at_once,
    the_scopes_close_the_rest,
    what_is_not_there_is_named,
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
