"""Saves a value, reads it, and changes it only if nobody else has."""
import json
import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

STORE = f"http://localhost:{os.environ['DAPR_HTTP_PORT']}/v1.0/state/statestore"


def save(item):
    request = Request(STORE, json.dumps([item]).encode(), {"Content-Type": "application/json"})
    try:
        with urlopen(request) as answer:
            return answer.status
    except HTTPError as failure:
        return failure.code


save({"key": "python-order", "value": {"items": 1}})
with urlopen(f"{STORE}/python-order") as read:
    print("read", read.read().decode())
    etag = read.headers["ETag"]

change = {"key": "python-order", "value": {"items": 2}, "etag": etag}
print("changed:", save(change))
print("changed again with the old ETag:", save(change))
