"""events.py publish|subscribe HTTP_PORT GRPC_PORT: publishes to "news", one by one and in bulk; or prints what comes through a stream."""

import json
import os
import sys
import threading
import warnings

what, http_port, grpc_port = sys.argv[1:4]
os.environ["DAPR_HTTP_PORT"] = http_port
os.environ["DAPR_GRPC_PORT"] = grpc_port
warnings.simplefilter("ignore")

# The client reads the environment when it is imported.
from dapr.clients import DaprClient  # noqa: E402
from dapr.clients.grpc._response import TopicEventResponse  # noqa: E402

with DaprClient() as client:
    if what == "publish":
        client.publish_event(
            pubsub_name="pubsub",
            topic_name="news",
            data=json.dumps({"from": "python"}),
            data_content_type="application/json",
        )
        print(json.dumps({"check": "publish", "ok": True}))
        answer = client.publish_events(
            pubsub_name="pubsub",
            topic_name="news",
            data=[json.dumps({"from": "python-bulk-1"}), json.dumps({"from": "python-bulk-2"})],
            data_content_type="application/json",
        )
        print(json.dumps({"check": "publish in bulk", "ok": not answer.failed_entries}))
    else:

        def handle(message):
            print("GOT " + message.data()["from"], flush=True)
            return TopicEventResponse("success")

        client.subscribe_with_handler(pubsub_name="pubsub", topic="news", handler_fn=handle)
        threading.Event().wait()
