"""binding.py HTTP_PORT GRPC_PORT: asks the bindings "files" and "web"; one line of JSON for each check."""

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

failed = False


def check(name, body):
    global failed
    try:
        body()
        print(json.dumps({"check": name, "ok": True}))
    except Exception:
        failed = True
        print(json.dumps({"check": name, "ok": False, "error": traceback.format_exc()}))


with DaprClient() as client:

    def a_file_comes_back():
        said = client.invoke_binding("files", "create", "hello", {"fileName": "python.txt"})
        assert json.loads(said.text()) == {"fileName": "python.txt"}, said.text()
        assert client.invoke_binding("files", "get", "", {"fileName": "python.txt"}).text() == "hello"

    def a_service_is_called():
        said = client.invoke_binding("web", "post", json.dumps({"n": 1}), {"path": "/hello"})
        assert json.loads(json.loads(said.text())["body"]) == {"n": 1}, said.text()
        assert dict(said.binding_metadata)["statusCode"] == "200", said.binding_metadata

    def a_failure_is_an_error():
        try:
            client.invoke_binding("files", "get", "", {"fileName": "nobody"})
        except Exception as e:
            assert "file not found" in str(e), e
        else:
            raise AssertionError("no error")

    check("a file comes back", a_file_comes_back)
    check("a service is called", a_service_is_called)
    check("a failure is an error", a_failure_is_an_error)
sys.exit(1 if failed else 0)
