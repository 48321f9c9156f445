"""Publishing, and what it takes until an event is with its application."""

import http.server
import json
import re
import statistics
import threading
import time
import urllib.request

import load
from targets import Redis, Sidecar, Target, await_http, free_port

BROKER = """apiVersion: dapr.io/v1alpha1
kind: Component
metadata:
  name: pubsub
spec:
  type: {type}
  version: v1
  metadata:{metadata}"""
SUBSCRIPTION = """apiVersion: dapr.io/v2alpha1
kind: Subscription
metadata:
  name: orders
spec:
  pubsubname: pubsub
  topic: orders
  routes:
    default: /orders
"""
DATA = "x" * 1000
SINGLE_LUA = f"""
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '"{DATA}"'
"""
PUBLISH_EVENT = (load.field(1, b"pubsub") + load.field(2, b"orders") + load.field(3, f'"{DATA}"'.encode())
                 + load.field(4, b"application/json"))
CONNECTIONS = 50
EVENTS = 300  # of a measurement of latency, one after the other


class Broker:
    """One that a side publishes to."""

    def __init__(self, label, kind, **metadata):
        self.label, self.kind, self.metadata = label, kind, metadata

    def of(self, name, program, flags=(), app=None):
        sidecar = Sidecar(name, program, app_id=f"bench-{name.lower()}", flags=flags)
        lines = "".join(f"    - name: {key}\n      value: \"{value.format(folder=sidecar.folder)}\"\n"
                        for key, value in self.metadata.items())
        sidecar.resource("broker.yaml", BROKER.format(type=self.kind, metadata="\n" + lines if lines else " []\n"))
        if app:
            sidecar.resource("orders.yaml", SUBSCRIPTION)
        return sidecar


class NginxApp(Target):
    """An application that takes every event, and counts them."""

    CONF = """
worker_processes 1;
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  keepalive_requests 100000000;
  server {{
    listen 127.0.0.1:{port};
    location = /count {{ stub_status; }}
    location = /dapr/subscribe {{ default_type application/json; return 200 '[]'; }}
    location = /dapr/config {{ default_type application/json; return 200 '{{}}'; }}
    location / {{ return 200; }}
  }}
}}
"""

    def __init__(self):
        super().__init__("application")
        self.port = free_port()

    def start(self):
        path = self.folder / "nginx.conf"
        path.write_text(self.CONF.format(folder=self.folder, port=self.port))
        await_http(f"http://127.0.0.1:{self.port}/", self.spawn(["nginx", "-p", self.folder, "-c", path]))

    def requests(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/count", timeout=5) as answer:
            return int(re.search(r"(?m)^ \d+ \d+ (\d+)", answer.read().decode()).group(1))


def single_http(target, seconds):
    return load.wrk(target, "/v1.0/publish/pubsub/orders", seconds, CONNECTIONS, SINGLE_LUA)


def single_grpc(target, seconds):
    return load.h2load(target, target.grpc, load.DAPR + "PublishEvent", PUBLISH_EVENT, seconds, CONNECTIONS)


def bulk(size):
    entries = json.dumps([{"entryId": str(i), "event": DATA, "contentType": "text/plain"} for i in range(size)])
    script = f"""
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{entries}'
"""
    return lambda target, seconds: load.wrk(
        target, "/v1.0/publish/bulk/pubsub/orders", seconds, CONNECTIONS, script)


def publish_rows(broker):
    yield f"publish over HTTP, {broker.label}", single_http
    yield f"publish over gRPC, {broker.label}", single_grpc
    yield f"bulk of 10 over HTTP, {broker.label}", bulk(10)
    yield f"bulk of 100 over HTTP, {broker.label}", bulk(100)


def delivered(app):
    """Publishes in a closed loop, waits until the application has all, and counts the CPU of both."""

    def run(target, seconds):
        before, cpu = app.requests(), target.cpu_seconds()
        begin = time.monotonic()
        published = load.wrk(target, "/v1.0/publish/pubsub/orders", seconds, CONNECTIONS, SINGLE_LUA)
        while app.requests() - before - 1 < published.requests:
            if time.monotonic() - begin > 20 * seconds:
                raise SystemExit(f"{app.requests() - before} of {published.requests} events were delivered")
            time.sleep(0.05)
        taken = time.monotonic() - begin
        used = target.cpu_seconds() - cpu
        return load.Load(published.requests, taken, published.p50, published.p99, used * 1e6 / published.requests)

    return run


class Clocked:
    """An application in this process that writes down when an event has come."""

    def __init__(self):
        came = self.came = threading.Event()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self.answer(b"[]" if self.path == "/dapr/subscribe" else b"{}")

            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                came.set()
                self.answer(b"")

            def answer(self, body):
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def latencies(self, sidecar, events):
        """Milliseconds from before the call that publishes until the application has the event."""
        taken = []
        for _ in range(events):
            self.came.clear()
            begin = time.perf_counter()
            request = urllib.request.Request(
                sidecar.url + "/v1.0/publish/pubsub/orders", b'"one"', {"Content-Type": "application/json"})
            urllib.request.urlopen(request, timeout=10).close()
            if not self.came.wait(10):
                raise SystemExit("an event did not arrive within 10 s")
            taken.append((time.perf_counter() - begin) * 1000)
        return taken

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def latency(options, report, name, program, broker):
    app = Clocked()
    sidecar = broker.of(name, program, ["--app-port", app.port], app)
    try:
        sidecar.start()
        app.latencies(sidecar, EVENTS)  # to warm up
        taken = sorted(app.latencies(sidecar, EVENTS))
        report.row(f"{name}, {broker.label}", f"{statistics.median(taken):.2f}",
                   f"{taken[int(EVENTS * 0.99)]:.2f}", f"{taken[-1]:.1f}")
    finally:
        sidecar.stop()
        app.stop()


def run(options, report, interleaved, compared):
    if not options.peer:
        raise SystemExit("publish is measured beside the peer: --peer")
    redis = Redis()
    redis.start()
    try:
        memory = Broker("in-memory", "pubsub.in-memory")
        # Its streams stay small: what is measured is not the size of a Redis.
        streams = Broker("Redis", "pubsub.redis", redisHost=f"127.0.0.1:{redis.port}", redisPassword="",
                         maxLenApprox="10000")
        embedded = Broker("embedded", "pubsub.sqlite", connectionString="{folder}/events.db")
        report.add(f"## Publish, {CONNECTIONS} connections, events of 1 KB; CPU and rate are of requests\n")
        report.table(*compared.columns("peer"))
        for ours, theirs in ((memory, memory), (streams, streams), (embedded, streams)):
            for name, load_of in publish_rows(ours):
                if options.row in name:
                    label = name if ours is theirs else f"{name} (peer: {theirs.label})"
                    report.row(*compared.row(label, *interleaved(
                        (ours.of("Mecha", options.mechad), theirs.of("peer", options.peer)), load_of, options)))
            name = f"publish until delivered, {ours.label}"
            if options.row in name:
                app = NginxApp()
                app.start()
                try:
                    flags = ["--app-port", app.port]
                    label = name if ours is theirs else f"{name} (peer: {theirs.label})"
                    report.row(*compared.row(label, *interleaved(
                        (ours.of("Mecha", options.mechad, flags, app),
                         theirs.of("peer", options.peer, flags, app)),
                        delivered(app), options)))
                finally:
                    app.stop()
        report.add()
        if options.row in "latency":
            report.add(f"## From the call until the application has the event, {EVENTS} one after the other, ms\n")
            report.table("side and broker", "median", "p99", "longest")
            for name, program, broker in (
                    ("Mecha", options.mechad, memory), ("peer", options.peer, memory),
                    ("Mecha", options.mechad, embedded),
                    ("Mecha", options.mechad, streams), ("peer", options.peer, streams)):
                latency(options, report, name, program, broker)
            report.add()
    finally:
        redis.stop()
