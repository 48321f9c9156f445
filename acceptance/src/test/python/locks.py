"""locks.py HTTP_PORT GRPC_PORT: one line of JSON for each check; the exit status is 1 if one failed."""

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
from dapr.clients.grpc._response import UnlockResponseStatus  # noqa: E402


def a_lock_has_one_owner(client):
    with client.try_lock("lockstore", "python", "one", 60) as lock:
        assert lock.success
        assert not client.try_lock("lockstore", "python", "two", 60).success
        assert not client.try_lock("lockstore", "python", "one", 60).success
    assert client.try_lock("lockstore", "python", "two", 60).success


def every_outcome_of_unlock_has_its_status(client):
    assert client.try_lock("lockstore", "statuses", "one", 60).success
    status = client.unlock("lockstore", "statuses", "two").status
    assert status == UnlockResponseStatus.lock_belongs_to_others, status
    status = client.unlock("lockstore", "statuses", "one").status
    assert status == UnlockResponseStatus.success, status
    status = client.unlock("lockstore", "statuses", "one").status
    assert status == UnlockResponseStatus.lock_does_not_exist, status


def stores_that_are_not_there_are_named(client):
    try:
        client.try_lock("nostore", "python", "one", 60)
    except grpc.RpcError as error:
        assert error.code().name == "INVALID_ARGUMENT", error.code()
        assert error.details() == "lock store nostore not found", error.details()
    else:
        raise AssertionError("not refused")


CHECKS = [
    a_lock_has_one_owner,
    every_outcome_of_unlock_has_its_status,
    stores_that_are_not_there_are_named,
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
