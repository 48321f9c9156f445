"""One caller of a sidecar in its own JVM, with and without a socket between them, and of a sidecar beside it."""

import pathlib
import subprocess

from targets import Sidecar

HERE = pathlib.Path(__file__).resolve().parent

# What the start scripts give a sidecar, as far as it decides how fast one is.
OPTIONS = ["-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx256m", "--enable-native-access=ALL-UNNAMED",
           "--sun-misc-unsafe-memory-access=allow", "--add-opens=java.base/java.lang=ALL-UNNAMED"]


def run(options, report, spread):
    report.add("## One caller in a JVM reads 1 KB of state, microseconds\n")
    report.table("row", "p50", "p99", "CPU of caller and sidecar per call", "calls/s")
    home = pathlib.Path(options.mechad).resolve().parent.parent
    java = pathlib.Path((home / "lib/jdk.path").read_text().strip()) / "bin/java"
    sidecar = Sidecar("beside", options.mechad)
    sidecar.start()
    try:
        out = subprocess.run(
            [java, *OPTIONS, "-cp", home / "lib/mecha.jar", HERE / "Embedded.java",
             *map(str, (sidecar.process.pid, sidecar.http, sidecar.grpc,
                        options.rounds, options.seconds, options.warm_up))],
            stdout=subprocess.PIPE, text=True, check=True).stdout
    finally:
        sidecar.stop()
    rows = {}
    for line in out.splitlines():
        name, calls, p50, p99, cpu = line.split("\t")
        rows.setdefault(name, []).append(
            (float(p50), float(p99), float(cpu), int(calls) / options.seconds))
    for name, rounds in rows.items():
        p50, p99, cpu, rate = zip(*rounds)
        report.row(name, spread(p50), spread(p99), spread(cpu), spread(rate, "{:.0f}"))
    report.add()
