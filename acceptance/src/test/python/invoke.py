"""invoke.py HTTP_PORT GRPC_PORT TARGET...: calls "hello" of each target; one line of JSON for each check."""

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
from dapr.conf import settings  # noqa: E402

failed = False
for protocol in ("http", "grpc"):
    settings.DAPR_API_METHOD_INVOCATION_PROTOCOL = protocol
    with DaprClient() as client:
        for target in sys.argv[3:]:
            check = f"{protocol} to {target}"
            try:
                answer = client.invoke_method(
                    target, "hello", data=json.dumps({"n": 1}), content_type="application/json", http_verb="POST"
                )
                said = json.loads(answer.text())
                assert said["from"] == target, said
                body = said["body"]
                assert (json.loads(body) if isinstance(body, str) else body) == {"n": 1}, said
                print(json.dumps({"check": check, "ok": True}))
            except Exception:
                failed = True
                print(json.dumps({"check": check, "ok": False, "error": traceback.format_exc()}))
sys.exit(1 if failed else 0)
