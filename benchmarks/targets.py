"""What is measured: a sidecar of ours, one of the peer's, or an nginx proxy in the same place."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

TICKS = os.sysconf("SC_CLK_TCK")
STORE = """apiVersion: dapr.io/v1alpha1
kind: Component
metadata:
  name: statestore
spec:
  type: {type}
  version: v1
  metadata:
{metadata}
"""


GIVEN_OUT = set()


def free_port():
    """Another one each time: it is used a while after it was found free."""
    while True:
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        if port not in GIVEN_OUT:
            GIVEN_OUT.add(port)
            return port


def await_http(url, process, seconds=30):
    """Polls until the address answers 2xx; returns the moment at which it did."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                if answer.status < 300:
                    return time.monotonic()
        except OSError:
            if process.poll() is not None:
                raise SystemExit(f"{' '.join(process.args)} ended with {process.returncode}")
            time.sleep(0.002)
    raise SystemExit(f"{url} did not answer within {seconds} s")


def await_port(port, process, seconds=30):
    """Polls until somebody listens."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            raise SystemExit(f"{process.args[0]} ended with {process.returncode}")
        time.sleep(0.01)
    raise SystemExit(f"nobody listens on port {port} after {seconds} s")


class Target:
    """A process with a folder of its own on free loopback ports."""

    def __init__(self, name):
        self.name = name
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mecha-bench-"))
        self.process = None

    def spawn(self, command, env=None):
        log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen(
            [str(part) for part in command],
            stdout=log, stderr=subprocess.STDOUT, cwd=self.folder, env=env)
        return self.process

    def pids(self):
        return self.family(self.process.pid)

    @staticmethod
    def family(pid):
        """The process and its children: nginx works in a child."""
        pids, todo = [], [pid]
        while todo:
            pid = todo.pop()
            pids.append(pid)
            try:
                for task in os.listdir(f"/proc/{pid}/task"):
                    children = pathlib.Path(f"/proc/{pid}/task/{task}/children").read_text()
                    todo += [int(child) for child in children.split()]
            except OSError:
                pass
        return pids

    def cpu_seconds(self):
        total = 0
        for pid in self.pids():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def cpu_ms(self):
        """What the process itself has used until now, to the nanosecond."""
        return time.clock_gettime((~self.process.pid << 3) | 2) * 1000

    def memory_mb(self):
        """Resident and proportional size from smaps."""
        rss = pss = 0
        for pid in self.pids():
            for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Rss:"):
                    rss += int(line.split()[1])
                elif line.startswith("Pss:"):
                    pss += int(line.split()[1])
        return rss / 1024, pss / 1024

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Sidecar(Target):
    """Either implementation: both take the same flags and files."""

    def __init__(self, name, program, store="state.in-memory", metadata=None, app_id="bench", flags=()):
        super().__init__(name)
        self.program = program
        self.app_id = app_id
        self.flags = list(flags)
        self.http, self.grpc, self.metrics, self.internal = (free_port() for _ in range(4))
        resources = self.folder / "resources"
        resources.mkdir()
        lines = "".join(
            f"    - name: {key}\n      value: \"{value.format(folder=self.folder)}\"\n"
            for key, value in (metadata or {}).items())
        text = STORE.format(type=store, metadata=lines)
        (resources / "store.yaml").write_text(text if lines else text.replace("metadata:\n\n", "metadata: []\n"))
        self.url = f"http://127.0.0.1:{self.http}"

    def resource(self, file, text):
        """Before the start: one more resource file."""
        (self.folder / "resources" / file).write_text(text)

    def launch(self):
        """Starts it and does not wait."""
        return self.spawn([
            self.program, "--app-id", self.app_id, "--dapr-http-port", self.http,
            "--dapr-grpc-port", self.grpc, "--metrics-port", self.metrics,
            "--dapr-internal-grpc-port", self.internal,
            "--metrics-listen-address", "127.0.0.1",
            "--dapr-listen-addresses", "127.0.0.1", "--log-level", "error",
            "--resources-path", self.folder / "resources", *self.flags],
            env={"HOME": str(self.folder), "PATH": os.environ["PATH"]})

    def start(self):
        """Starts and waits for health; returns the seconds that took."""
        begin = time.monotonic()
        return await_http(self.url + "/v1.0/healthz", self.launch()) - begin


class NginxProxy(Target):
    """The yardstick where no peer is at hand: workers of one process each that pass a request on, the last to an origin."""

    CONF = """
worker_processes 1;
daemon off;
pid {folder}/pid-{port};
error_log {folder}/error-{port}.log;
events {{ worker_connections 2048; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  keepalive_requests 100000000;
  upstream next {{ server 127.0.0.1:{next}; keepalive 256; keepalive_requests 100000000; }}
  server {{
    listen 127.0.0.1:{port}{http2};
    location / {{ {location} }}
  }}
}}
"""
    ORIGIN = f'default_type application/json; return 200 "{"x" * 1024}";'
    PASS = "proxy_pass http://next; proxy_http_version 1.1; proxy_set_header Connection '';"

    PASS_GRPC = "grpc_pass grpc://next;"

    def __init__(self, hops=1, grpc_origin=None):
        """With no hops it is the origin itself. Proxies of gRPC pass on to an origin that is there."""
        super().__init__("nginx proxy" if hops == 1 else f"{hops} chained nginx")
        self.passes_grpc = grpc_origin is not None
        self.ports = [grpc_origin or free_port()] + [free_port() for _ in range(hops)]
        self.http = self.grpc = self.ports[-1]
        self.url = f"http://127.0.0.1:{self.http}"
        self.others = []

    def command(self, index):
        path = self.folder / f"{index}.conf"
        path.write_text(self.CONF.format(
            folder=self.folder, port=self.ports[index], next=self.ports[max(index - 1, 0)],
            http2=" http2" if self.passes_grpc else "",
            location=(self.PASS_GRPC if self.passes_grpc else self.PASS) if index else self.ORIGIN))
        return ["nginx", "-p", str(self.folder), "-c", str(path)]

    def start(self):
        last = len(self.ports) - 1
        first = 1 if self.passes_grpc else 0
        self.others = [subprocess.Popen(self.command(index)) for index in range(first, last)]
        begin = time.monotonic()
        process = self.spawn(self.command(last))
        if self.passes_grpc:
            await_port(self.http, process)
            return time.monotonic() - begin
        return await_http(self.url + "/", process) - begin

    def pids(self):
        """The proxies, not the origin."""
        proxies = self.others if self.passes_grpc else self.others[1:]
        return super().pids() + [pid for process in proxies for pid in self.family(process.pid)]

    def stop(self):
        super().stop()
        for process in self.others:
            process.terminate()
            process.wait()


class Redis(Target):
    """A Redis without persistence for both sides."""

    def __init__(self):
        super().__init__("redis")
        self.port = free_port()

    def start(self):
        self.spawn(["redis-server", "--port", self.port, "--bind", "127.0.0.1", "--save", ""])
        await_port(self.port, self.process)
