#!/usr/bin/env python3
"""Measures Mecha beside the peer, or beside an nginx proxy where no peer is at hand.

  benchmarks/bench.py invoke                     calls through two sidecars, HTTP and gRPC
  benchmarks/bench.py state                      state over HTTP and gRPC, in memory, in SQLite and on Redis
  benchmarks/bench.py publish                    events, single, bulk and until they are delivered; their latency
  benchmarks/bench.py start                      exec until healthy
  benchmarks/bench.py memory                     resident memory idle and under load
  benchmarks/bench.py hosting                    sidecars of 1, 5, 20 applications in one process and in as many
  benchmarks/bench.py embedded                   latency of calls in the same JVM, and beside a sidecar
  benchmarks/bench.py sidecar                    start, memory and state: what one sidecar does alone
  benchmarks/bench.py all --peer /path/to/daprd --keep

Both sides run on the same machine in the same run, interleaved A B B A, with the same components and settings. The primary
figure is CPU microseconds per request (user + system of the process, from the operating system), because it is the
steadiest on a machine that others use too. Needs wrk, h2load, and redis-server or nginx for some rows.
"""

import argparse
import datetime
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

import embedded
import hosting
import invoke
import load
import publish
from targets import NginxProxy, Redis, Sidecar

HERE = pathlib.Path(__file__).resolve().parent
MECHAD = HERE.parent / "dist/target/mecha/bin/mechad"


class Report:
    """Prints rows as they are known, and keeps them."""

    def __init__(self):
        self.lines = []

    def add(self, line=""):
        print(line, flush=True)
        self.lines.append(line)

    def table(self, *columns):
        self.add("| " + " | ".join(columns) + " |")
        self.add("|" + "---|" * len(columns))

    def row(self, *cells):
        self.add("| " + " | ".join(str(cell) for cell in cells) + " |")

    def keep(self, name):
        path = HERE / "results" / f"{datetime.date.today()}-{name}.md"
        path.write_text("\n".join(self.lines) + "\n")
        print(f"kept in {path}")


def spread(values, form="{:.1f}"):
    return f"{form.format(statistics.median(values))} ({form.format(min(values))}–{form.format(max(values))})"


def ratio(a, b):
    """Median of the ratios of runs that stood beside each other."""
    return spread([x / y for x, y in zip(a, b)], "{:.2f}")


def interleaved(targets, run, options):
    """Runs A B, B A, A B, … (or A B C, C B A, …) and returns the loads of each side, round by round."""
    sides = [[] for _ in targets]
    for target in targets:
        target.start()
    try:
        for target in targets:
            run(target, options.warm_up)
        for number in range(options.rounds):
            order = range(len(targets))
            for side in order if number % 2 == 0 else reversed(order):
                sides[side].append(run(targets[side], options.seconds))
    finally:
        for target in targets:
            target.stop()
    return sides


def state_rows(redis_port):
    """Name, store, store's metadata, and the load of each row."""
    stores = [("in-memory", "state.in-memory", {}),
              ("SQLite", "state.sqlite", {"connectionString": "{folder}/state.db"})]
    if redis_port:
        stores.append(("Redis", "state.redis", {"redisHost": f"127.0.0.1:{redis_port}", "redisPassword": ""}))
    for label, kind, metadata in stores:
        yield f"GET over HTTP, {label}", kind, metadata, http_get
        yield f"save over HTTP, {label}", kind, metadata, http_save
        yield f"GetState over gRPC, {label}", kind, metadata, grpc_get
        yield f"SaveState over gRPC, {label}", kind, metadata, grpc_save


def http_get(target, seconds, connections):
    if isinstance(target, NginxProxy):
        return load.wrk(target, "/", seconds, connections)
    load.save_one(target.url, "key")
    return load.wrk(target, "/v1.0/state/statestore/key", seconds, connections)


def http_save(target, seconds, connections):
    path = "/" if isinstance(target, NginxProxy) else "/v1.0/state/statestore"
    return load.wrk(target, path, seconds, connections, load.SAVE_LUA)


def grpc_get(target, seconds, connections):
    load.save_one(target.url, "key")
    return load.h2load(target, target.grpc, load.DAPR + "GetState", load.GET_STATE, seconds, connections)


def grpc_save(target, seconds, connections):
    return load.h2load(target, target.grpc, load.DAPR + "SaveState", load.SAVE_STATE, seconds, connections)


class Compared:
    """The columns of a table in which two sides stand beside each other."""

    @staticmethod
    def columns(other):
        return ("row", "Mecha CPU µs/request", f"{other} CPU µs/request", "CPU ratio", "Mecha requests/s",
                f"{other} requests/s", "throughput ratio", "p50 ratio", "p99 ratio")

    @staticmethod
    def row(name, ours, theirs):
        def pick(key):
            return [getattr(l, key) for l in ours], [getattr(l, key) for l in theirs]

        cpu, rate = pick("cpu_us"), pick("rate")
        return (name, spread(cpu[0]), spread(cpu[1]), ratio(*cpu),
                spread(rate[0], "{:.0f}"), spread(rate[1], "{:.0f}"), ratio(*rate),
                ratio(*pick("p50")), ratio(*pick("p99")))


def state(options, report):
    other = "peer" if options.peer else "nginx"
    report.add(f"## State, {options.connections} connections, 1 KB\n")
    report.table(*Compared.columns(other))
    redis = Redis()
    redis.start()
    try:
        for name, kind, metadata, run in state_rows(redis.port):
            if options.row not in name or not options.peer and run not in (http_get, http_save):
                continue
            ours, theirs = interleaved(
                (Sidecar("Mecha", options.mechad, kind, metadata),
                 Sidecar("peer", options.peer, kind, metadata) if options.peer else NginxProxy()),
                lambda target, seconds: run(target, seconds, options.connections),
                options)
            report.row(*Compared.row(name, ours, theirs))
    finally:
        redis.stop()
    report.add()


def start(options, report):
    report.add(f"## Start: exec until healthz 204, {options.starts} starts in turns, milliseconds\n")
    report.table("target", "time", "CPU")
    programs = list(sides(options))
    taken = {name: [] for name, _ in programs}
    for number in range(options.starts):
        for name, program in programs if number % 2 == 0 else programs[::-1]:
            sidecar = Sidecar(name, program)
            seconds = sidecar.start()
            taken[name].append((seconds * 1000, sidecar.cpu_ms()))
            sidecar.stop()
    for name, each in taken.items():
        report.row(name, *(spread(values, "{:.0f}") for values in zip(*each)))
    report.add()


def memory(options, report):
    report.add("## Resident memory, MB (proportional in brackets)\n")
    report.table("target", "idle, 5 s after start", "after a closed loop of state GETs")
    for name, program in sides(options):
        sidecar = Sidecar(name, program)
        sidecar.start()
        try:
            time.sleep(5)
            idle = sidecar.memory_mb()
            http_get(sidecar, options.seconds, options.connections)
            loaded = sidecar.memory_mb()
        finally:
            sidecar.stop()
        report.row(name, *(f"{rss:.0f} ({pss:.0f})" for rss, pss in (idle, loaded)))
    report.add()


def invocation(options, report):
    invoke.run(options, report, interleaved, Compared)


def publishing(options, report):
    publish.run(options, report, interleaved, Compared)


def hosts(options, report):
    hosting.run(options, report, spread)


def embeds(options, report):
    embedded.run(options, report, spread)


def sides(options):
    yield "Mecha", options.mechad
    if options.peer:
        yield "peer", options.peer


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", choices=["invoke", "state", "publish", "start", "memory", "hosting", "embedded",
                                             "sidecar", "all"])
    parser.add_argument("--mechad", default=str(MECHAD), type=os.path.abspath, help="our sidecar (default: the built distribution)")
    parser.add_argument("--peer", help="a daprd to stand beside; without it an nginx proxy does")
    parser.add_argument("--rounds", type=int, help="how often each side runs (default: 5)")
    parser.add_argument("--seconds", type=int, help="of each run (default: 60)")
    parser.add_argument("--warm-up", type=int, help="seconds before the first run of each side (default: 60)")
    parser.add_argument("--short", action="store_true",
                        help="3 rounds of 5 s after 15 s of warm-up, where nothing else is said: to develop with")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--starts", type=int, default=20)
    parser.add_argument("--row", default="", help="of state, invoke and publish, only rows whose names hold this")
    parser.add_argument("--keep", action="store_true", help="write the results below results/")
    options = parser.parse_args()
    for name, short, full in (("rounds", 3, 5), ("seconds", 5, 60), ("warm_up", 15, 60)):
        if getattr(options, name) is None:
            setattr(options, name, short if options.short else full)

    report = Report()
    commit = subprocess.run(
        ["git", "-C", HERE, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    report.add(f"# {options.scenario}, {datetime.date.today()}, commit {commit}\n")
    report.add(f"`benchmarks/bench.py {' '.join(a for a in sys.argv[1:] if '/' not in a)}`, "
               f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores, {platform.system()}; "
               f"{options.rounds} rounds of {options.seconds} s after {options.warm_up} s of warm-up; "
               "median (min–max).\n")
    for name, scenario in {"start": start, "memory": memory, "state": state, "invoke": invocation,
                           "publish": publishing, "hosting": hosts, "embedded": embeds}.items():
        alone = name in ("start", "memory", "state")
        if options.scenario in (name, "all") or options.scenario == "sidecar" and alone:
            scenario(options, report)
    if options.keep:
        report.keep(options.scenario)


if __name__ == "__main__":
    main()
