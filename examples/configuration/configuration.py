"""Reads an item, asks to be told of changes, edits the file that it is in, and ends when the news has come."""
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.request import urlopen

SIDECAR = f"http://localhost:{os.environ['DAPR_HTTP_PORT']}"
STORE = f"{SIDECAR}/v1.0/configuration/configstore"
changed = Event()


class App(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(404)

    def do_POST(self):
        news = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.answer(200)
        if self.path == "/configuration/configstore/limit":
            print("changed", news)
            changed.set()

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def ready():
    """The sidecar is ready when this application listens."""
    try:
        with urlopen(f"{SIDECAR}/v1.0/healthz") as answer:
            return answer.status == 204
    except HTTPError:
        return False


with urlopen(f"{STORE}?key=limit") as item:
    print("limit", item.read().decode())

server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["APP_PORT"])), App)
Thread(target=server.serve_forever, daemon=True).start()
while not ready():
    time.sleep(0.05)
urlopen(f"{STORE}/subscribe?key=limit")
Path("items.json").write_text('{"limit": "20"}')
changed.wait()
