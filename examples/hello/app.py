"""Answers calls of /hello, and prints the events of the topic orders."""
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SUBSCRIPTIONS = [{"pubsubname": "pubsub", "topic": "orders", "route": "/orders"}]


class App(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/dapr/subscribe":
            self.answer(200, SUBSCRIPTIONS)
        elif self.path == "/hello":
            self.answer(200, {"hello": os.environ["APP_ID"]})
        else:
            self.answer(404, {})

    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        print("order", event["data"], flush=True)
        self.answer(200, {"status": "SUCCESS"})

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ["APP_PORT"])), App).serve_forever()
