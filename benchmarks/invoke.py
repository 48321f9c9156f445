"""Calls from one application to another through two sidecars, beside two proxies in a row or the peer's sidecars."""

import pathlib

import load
from targets import NginxProxy, Sidecar, Target, await_port, free_port

HERE = pathlib.Path(__file__).resolve().parent


class GrpcEcho(Target):
    """A gRPC application that answers what it was sent; runs on the libraries of the distribution."""

    def __init__(self, mechad):
        super().__init__("echo")
        self.home = pathlib.Path(mechad).resolve().parent.parent
        self.port = free_port()

    def start(self):
        java = pathlib.Path((self.home / "lib/jdk.path").read_text().strip()) / "bin/java"
        process = self.spawn([java, "-XX:+UseSerialGC", "-cp", f"{self.home}/lib/*", HERE / "GrpcEcho.java", self.port])
        await_port(self.port, process)


class Pair(Target):
    """
    Two sidecars that find each other by mDNS, both sides' default: the caller's and the application's. Each pair has
    names of its own: otherwise the pairs that stand beside each other would call each other's applications.
    """

    def __init__(self, name, program, app_port, protocol):
        super().__init__(name)
        self.app = f"{name.lower()}-bench-callee"
        self.callee = Sidecar(
            name, program, app_id=self.app, flags=["--app-port", app_port, "--app-protocol", protocol])
        self.caller = Sidecar(name, program, app_id=f"{name.lower()}-bench-caller")
        self.url, self.grpc = self.caller.url, self.caller.grpc

    def start(self):
        return self.callee.start() + self.caller.start()

    def pids(self):
        return self.callee.pids() + self.caller.pids()

    def stop(self):
        self.caller.stop()
        self.callee.stop()
        super().stop()


def path(target):
    return "/" if isinstance(target, NginxProxy) else f"/v1.0/invoke/{target.app}/method/hello"


def http(target, seconds, connections):
    return load.wrk(target, path(target), seconds, connections)


def http_at_rate(target, seconds, connections):
    return load.h2load_http(target, target.url + path(target), 1000, seconds, connections)


def grpc(target, seconds, connections):
    app = [] if isinstance(target, NginxProxy) else ["-H", f"dapr-app-id: {target.app}"]
    return load.h2load(
        target, target.grpc, "/mecha.bench.Echo/Call", load.VALUE.encode(), seconds, connections, app)


def rows(options):
    """Name, application's protocol, the load of each row, and how many connections."""
    yield "HTTP, 16 connections at 1000/s", "http", http_at_rate, 16
    for connections in (16, 64, 256):
        yield f"HTTP, {connections} connections", "http", http, connections
    for connections in (16, 64):
        yield f"gRPC unary, {connections} connections", "grpc", grpc, connections


def targets(options, protocol, port):
    """Ours first, and what stands beside it: the peer if there is one, and two nginx proxies in a row."""
    yield Pair("Mecha", options.mechad, port, protocol)
    if options.peer:
        yield Pair("peer", options.peer, port, protocol)
    yield NginxProxy(hops=2, grpc_origin=port if protocol == "grpc" else None)


def run(options, report, interleaved, compared):
    """All sides call the same applications."""
    report.add("## Invocation through two sidecars, 1 KB\n")
    report.table(*compared.columns("other"))
    origin, echo = NginxProxy(hops=0), GrpcEcho(options.mechad)
    origin.start()
    echo.start()
    ports = {"http": origin.http, "grpc": echo.port}
    try:
        for name, protocol, call, connections in rows(options):
            if options.row not in name:
                continue
            sides = list(targets(options, protocol, ports[protocol]))
            ours, *others = interleaved(
                sides, lambda target, seconds: call(target, seconds, connections), options)
            for side, theirs in zip(sides[1:], others):
                report.row(*compared.row(f"{name}, beside {side.name}", ours, theirs))
    finally:
        origin.stop()
        echo.stop()
    report.add()
