"""The sidecars of 1, 5 and 20 applications: in the one process of `mecha run -f`, and as processes of their own."""

import os
import pathlib
import time

from targets import Sidecar, Target, await_http, free_port

APPS = (1, 5, 20)
IDLE_SECONDS = 5


class Hosted(Target):
    """All sidecars in one process; nothing is beside them."""

    def __init__(self, mecha, count):
        super().__init__("one process")
        self.mecha = mecha
        self.ports = [free_port() for _ in range(count)]
        (self.folder / "resources").mkdir()
        (self.folder / "resources/store.yaml").write_text(
            "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: statestore}\n"
            "spec: {type: state.in-memory, version: v1}\n")
        apps = []
        for number, port in enumerate(self.ports):
            (self.folder / f"app{number}").mkdir()
            apps.append(
                f"  - appID: hosted-{number}\n    appDirPath: app{number}\n    daprHTTPPort: {port}\n    logLevel: error\n")
        (self.folder / "dapr.yaml").write_text(
            "version: 1\ncommon:\n  resourcesPath: resources\napps:\n" + "".join(apps))

    def start(self):
        begin = time.monotonic()
        process = self.spawn(
            [self.mecha, "run", "-f", "dapr.yaml"], env={"HOME": str(self.folder), "PATH": os.environ["PATH"]})
        return max(await_http(f"http://127.0.0.1:{port}/v1.0/healthz", process) for port in self.ports) - begin


class Apart(Target):
    """Each sidecar in a process of its own; all are started at once."""

    def __init__(self, program, count):
        super().__init__("processes")
        self.sidecars = [Sidecar("apart", program, app_id=f"apart-{number}") for number in range(count)]

    def start(self):
        begin = time.monotonic()
        for sidecar in self.sidecars:
            sidecar.launch()
        return max(await_http(s.url + "/v1.0/healthz", s.process, 120) for s in self.sidecars) - begin

    def pids(self):
        return [pid for sidecar in self.sidecars for pid in sidecar.pids()]

    def stop(self):
        for sidecar in self.sidecars:
            sidecar.process.terminate()
        for sidecar in self.sidecars:
            sidecar.stop()
        super().stop()


def targets(options, count):
    mecha = pathlib.Path(options.mechad).with_name("mecha")
    yield "one process", lambda: Hosted(mecha, count)
    yield "as many processes", lambda: Apart(options.mechad, count)
    if options.peer:
        yield "as many of the peer's", lambda: Apart(options.peer, count)


def run(options, report, spread):
    report.add(f"## Sidecars of several applications, {options.rounds} starts in turns\n")
    report.table("sidecars", "in", "start until all are healthy, ms", "CPU of that, ms",
                 f"resident after {IDLE_SECONDS} s, MB", "proportional, MB")
    for count in APPS:
        sides = list(targets(options, count))
        taken = {name: [] for name, _ in sides}
        for number in range(options.rounds):
            for name, make in sides if number % 2 == 0 else sides[::-1]:
                target = make()
                try:
                    seconds = target.start()
                    cpu = target.cpu_seconds()
                    time.sleep(IDLE_SECONDS)
                    taken[name].append((seconds * 1000, cpu * 1000, *target.memory_mb()))
                finally:
                    target.stop()
        for name, each in taken.items():
            report.row(count, name, *(spread(values, "{:.0f}") for values in zip(*each)))
    report.add()
