"""Subscribes to a topic, publishes an event there, and ends when the event has come."""
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

SIDECAR = f"http://localhost:{os.environ['DAPR_HTTP_PORT']}"
SUBSCRIPTIONS = [{"pubsubname": "pubsub", "topic": "python-orders", "route": "/orders"}]
arrived = Event()


class App(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(200 if self.path == "/dapr/subscribe" else 404, SUBSCRIPTIONS)

    def do_POST(self):
        event = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path == "/orders":
            print("event", event)
            self.answer(200, {"status": "SUCCESS"})
            arrived.set()
        else:
            self.answer(404, {})

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


def ready():
    """The sidecar is ready when this application listens."""
    try:
        with urlopen(f"{SIDECAR}/v1.0/healthz") as answer:
            return answer.status == 204
    except HTTPError:
        return False


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["APP_PORT"])), App)
Thread(target=server.serve_forever, daemon=True).start()
while not ready():
    time.sleep(0.05)
urlopen(
    Request(
        f"{SIDECAR}/v1.0/publish/pubsub/python-orders",
        b'{"id": 7}',
        {"Content-Type": "application/json"},
    )
)
arrived.wait()
