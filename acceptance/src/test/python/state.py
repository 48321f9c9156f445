"""state.py HTTP_PORT GRPC_PORT: one line of JSON for each check; the exit status is 1 if one failed."""

import asyncio
import json
import os
import sys
import traceback
import warnings

http_port, grpc_port = sys.argv[1:3]
os.environ["DAPR_HTTP_PORT"] = http_port
os.environ["DAPR_GRPC_PORT"] = grpc_port
warnings.simplefilter("ignore")

# The client reads the environment when it is imported.
from dapr.clients import DaprClient  # noqa: E402
from dapr.clients.exceptions import DaprGrpcError  # noqa: E402
from dapr.clients.grpc._request import TransactionalStateOperation, TransactionOperationType  # noqa: E402
from dapr.clients.grpc._state import Concurrency, Consistency, StateItem, StateOptions  # noqa: E402
from dapr.clients.health import DaprHealth  # noqa: E402
from dapr.clients.http.client import DaprHttpClient  # noqa: E402
from dapr.clients.http.helpers import get_api_url  # noqa: E402
from dapr.serializers import DefaultJSONSerializer  # noqa: E402

STORE = "statestore"
FIRST_WRITE = StateOptions(concurrency=Concurrency.first_write, consistency=Consistency.strong)


def refused(call):
    """The code and the text of the error that the call ends with."""
    try:
        call()
    except DaprGrpcError as error:
        return error.code().name, error.details()
    raise AssertionError("not refused")


def values_come_back_as_they_were(client):
    client.save_state(STORE, "text", "Bruce Wayne")
    client.save_state(STORE, "bytes", b"\x00\x01\xff")
    client.save_state(STORE, "json", json.dumps({"n": [1, 2]}), state_metadata={"ttlInSeconds": "100"})
    assert client.get_state(STORE, "text").text() == "Bruce Wayne"
    assert client.get_state(STORE, "bytes").data == b"\x00\x01\xff"
    assert client.get_state(STORE, "json").json() == {"n": [1, 2]}
    assert client.get_state(STORE, "missing").data == b""


def many_are_saved_and_read_at_once(client):
    client.save_bulk_state(STORE, [StateItem(key=f"bulk-{n}", value=str(n)) for n in range(5)])
    keys = [f"bulk-{n}" for n in range(5)] + ["missing"]
    items = {i.key: i for i in client.get_bulk_state(STORE, keys, parallelism=3).items}
    assert sorted(items) == sorted(keys), items.keys()
    assert [items[f"bulk-{n}"].data for n in range(5)] == [b"0", b"1", b"2", b"3", b"4"]
    assert all(items[f"bulk-{n}"].etag for n in range(5))
    assert items["missing"].data == b"" and not items["missing"].error


def an_etag_keeps_the_first_write(client):
    client.save_state(STORE, "etag", "one")
    etag = client.get_state(STORE, "etag").etag
    client.save_state(STORE, "etag", "two", etag=etag, options=FIRST_WRITE)
    code, _ = refused(lambda: client.save_state(STORE, "etag", "three", etag=etag, options=FIRST_WRITE))
    assert code == "ABORTED", code
    code, _ = refused(lambda: client.delete_state(STORE, "etag", etag=etag))
    assert code == "ABORTED", code
    latest = client.get_state(STORE, "etag")
    assert latest.text() == "two"
    client.delete_state(STORE, "etag", etag=latest.etag)
    assert client.get_state(STORE, "etag").data == b""


def a_transaction_writes_all_or_nothing(client):
    client.save_state(STORE, "tx-old", "old")
    client.execute_state_transaction(
        STORE,
        [
            TransactionalStateOperation(key="tx-new", data="new"),
            TransactionalStateOperation(
                key="tx-old", operation_type=TransactionOperationType.delete
            ),
        ],
    )
    assert client.get_state(STORE, "tx-new").text() == "new"
    assert client.get_state(STORE, "tx-old").data == b""
    stale = "00000000-0000-0000-0000-000000000000"
    refused(
        lambda: client.execute_state_transaction(
            STORE,
            [
                TransactionalStateOperation(key="tx-new", data="changed"),
                TransactionalStateOperation(key="tx-other", data="x", etag=stale),
            ],
        )
    )
    assert client.get_state(STORE, "tx-new").text() == "new"


def a_query_that_the_store_cannot_answer_is_refused(client):
    code, text = refused(lambda: client.query_state(STORE, '{"filter": {"EQ": {"a": 1}}}'))
    assert code == "INTERNAL", code
    assert "state store does not support querying" in text, text


def a_store_that_is_not_there_is_named(client):
    code, text = refused(lambda: client.get_state("nostore", "key"))
    assert (code, text) == ("INVALID_ARGUMENT", "state store nostore is not found"), (code, text)


def errors_carry_their_reason(client):
    try:
        client.get_state(STORE, "a||b")
    except DaprGrpcError as error:
        assert error.error_code() == "DAPR_STATE_ILLEGAL_KEY", error.json()
        assert error.status_details().error_info["domain"] == "dapr.io", error.json()
        assert error.status_details().resource_info["resource_name"] == STORE, error.json()
        return
    raise AssertionError("not refused")


def metadata_is_shown_and_kept(client):
    client.set_metadata("color", "deep blue")
    metadata = client.get_metadata()
    assert metadata.application_id == "myapp"
    assert metadata.extended_metadata["color"] == "deep blue"
    assert metadata.extended_metadata["daprRuntimeVersion"].startswith("1.18.")
    store = next(c for c in metadata.registered_components if c.name == STORE)
    assert store.type == "state.sqlite" and "TRANSACTIONAL" in store.capabilities


def the_sidecar_can_be_waited_for(client):
    client.wait(5)
    DaprHealth.wait_for_sidecar()


def the_http_client_gets_answers_and_errors(client):
    http = DaprHttpClient(DefaultJSONSerializer())
    body = json.dumps([{"key": "over-http", "value": 1}]).encode()
    url = f"{get_api_url()}/state/{STORE}"
    asyncio.run(http.send_bytes("POST", url, body, {}))
    data, _ = asyncio.run(http.send_bytes("GET", f"{url}/over-http", None, {}))
    assert data == b"1", data
    try:
        asyncio.run(http.send_bytes("POST", url, b"{", {}))
    except Exception as error:
        assert "ERR_MALFORMED_REQUEST" in str(error.as_dict()), error.as_dict()
        return
    raise AssertionError("not refused")


def the_sidecar_shuts_down(client):
    client.shutdown()


CHECKS = [
    values_come_back_as_they_were,
    many_are_saved_and_read_at_once,
    an_etag_keeps_the_first_write,
    a_transaction_writes_all_or_nothing,
    a_query_that_the_store_cannot_answer_is_refused,
    a_store_that_is_not_there_is_named,
    errors_carry_their_reason,
    metadata_is_shown_and_kept,
    the_sidecar_can_be_waited_for,
    the_http_client_gets_answers_and_errors,
    the_sidecar_shuts_down,
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
