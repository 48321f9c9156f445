"""events.py publish|stream|app HTTP_PORT GRPC_PORT PUBSUBS [APP_PORT]

publish: publishes to "news" one by one and in bulk, and to "gathered" in bulk.
stream: prints what comes to "news" through a stream.
app: an application with gRPC callbacks that prints what comes to "news" and "gathered".
"""

import json
import os
import sys
import threading
import warnings

what, http_port, grpc_port, names = sys.argv[1:5]
pubsubs = names.split(",")
os.environ["DAPR_HTTP_PORT"] = http_port
os.environ["DAPR_GRPC_PORT"] = grpc_port
warnings.simplefilter("ignore")

# The client reads the environment when it is imported.
from dapr.clients import DaprClient  # noqa: E402
from dapr.clients.grpc._response import TopicEventResponse  # noqa: E402


def check(name, ok):
    print(json.dumps({"check": name, "ok": ok}))


one_at_a_time = threading.Lock()


def got(event):
    with one_at_a_time:
        print("GOT " + json.dumps(event), flush=True)


def publish(client):
    for pubsub in pubsubs:
        client.publish_event(
            pubsub_name=pubsub,
            topic_name="news",
            data=json.dumps({"from": "python"}),
            data_content_type="application/json",
        )
        check("publish to " + pubsub, True)
        for topic in ["news", "gathered"]:
            answer = client.publish_events(
                pubsub_name=pubsub,
                topic_name=topic,
                data=[json.dumps({"from": "python-bulk-1"}), json.dumps({"from": "python-bulk-2"})],
                data_content_type="application/json",
            )
            check(f"publish in bulk to {topic} of {pubsub}", not answer.failed_entries)


def stream(client):
    def handle(message):
        got(
            {
                "id": message.id(),
                "source": message.source(),
                "type": message.type(),
                "specversion": message.spec_version(),
                "datacontenttype": message.data_content_type(),
                "topic": message.topic(),
                "pubsubname": message.pubsub_name(),
                "data": message.data(),
                **message.extensions(),
            }
        )
        return TopicEventResponse("success")

    for pubsub in pubsubs:
        client.subscribe_with_handler(pubsub_name=pubsub, topic="news", handler_fn=handle)
    threading.Event().wait()


def app(port):
    from dapr.ext.grpc import App

    server = App()

    def printer(pubsub, topic):
        def handle(event):
            extensions = event.Extensions()
            got(
                {
                    "id": event.EventID(),
                    "source": event.Source(),
                    "type": event.EventType(),
                    "datacontenttype": event.content_type,
                    "topic": event.Subject(),
                    "pubsubname": pubsub,
                    "data": json.loads(event.Data()),
                    **{k: v for k, v in extensions.items() if isinstance(v, str) and "_" not in k},
                }
            )

        server.subscribe(pubsub, topic)(handle)

    for pubsub in pubsubs:
        printer(pubsub, "news")
        printer(pubsub, "gathered")
    server.run(int(port), "127.0.0.1")


if what == "app":
    app(sys.argv[5])
else:
    with DaprClient() as client:
        (publish if what == "publish" else stream)(client)
