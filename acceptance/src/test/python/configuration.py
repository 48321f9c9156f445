"""configuration.py HTTP_PORT GRPC_PORT FILE: one line of JSON for each check; the exit status is 1 if one failed.

FILE is what the store reads: it is written here."""

import json
import os
import queue
import sys
import traceback
import warnings

http_port, grpc_port, path = sys.argv[1:4]
os.environ["DAPR_HTTP_PORT"] = http_port
os.environ["DAPR_GRPC_PORT"] = grpc_port
warnings.simplefilter("ignore")

# The client reads the environment when it is imported.
from dapr.clients import DaprClient  # noqa: E402


def put(key, value, version):
    with open(path, encoding="utf-8") as file:
        items = json.load(file)
    items[key] = {"value": value, "version": version}
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(items, file)
    os.replace(path + ".new", path)


def items_are_read(client):
    put("python1", "101", "1")
    put("python2", "102", "2")
    items = client.get_configuration("configstore", ["python1", "python2", "absent"]).items
    assert sorted(items) == ["python1", "python2"], sorted(items)
    assert (items["python1"].value, items["python1"].version) == ("101", "1"), items
    assert "python2" in client.get_configuration("configstore", []).items


def changes_arrive_until_they_are_not_wanted(client):
    seen = queue.Queue()
    id = client.subscribe_configuration(
        "configstore", ["python3"], lambda id, response: seen.put((id, response.items))
    )
    assert id
    put("python3", "first", "1")
    told_id, items = seen.get(timeout=30)
    assert told_id == id, told_id
    assert items["python3"].value == "first", items
    put("python3", "second", "2")
    assert seen.get(timeout=30)[1]["python3"].value == "second"
    assert client.unsubscribe_configuration("configstore", id)
    assert not client.unsubscribe_configuration("configstore", "nothing")


CHECKS = [items_are_read, changes_arrive_until_they_are_not_wanted]


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
    # The thread that waits for changes would go on.
    os._exit(1 if failed else 0)


main()
