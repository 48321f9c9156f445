"""Load from a second process, and what it saw."""

import dataclasses
import json
import pathlib
import re
import struct
import subprocess
import tempfile
import urllib.request

VALUE = "x" * 1024
DAPR = "/dapr.proto.runtime.v1.Dapr/"
UNITS = {"us": 1, "ms": 1_000, "s": 1_000_000, "m": 60_000_000}


@dataclasses.dataclass
class Load:
    """What one run of the load saw, and what it cost the target."""

    requests: int
    seconds: float
    p50: float
    p99: float
    cpu_us: float

    @property
    def rate(self):
        return self.requests / self.seconds


def micros(text):
    number, unit = re.fullmatch(r"([\d.]+)([a-z]+)", text).groups()
    return float(number) * UNITS[unit]


def save_one(url, key):
    body = json.dumps([{"key": key, "value": VALUE}]).encode()
    request = urllib.request.Request(
        url + "/v1.0/state/statestore", body, {"Content-Type": "application/json"}, method="POST")
    urllib.request.urlopen(request, timeout=10).close()


def measured(target, command, seconds, parse):
    before = target.cpu_seconds()
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    cpu = target.cpu_seconds() - before
    requests, p50, p99 = parse(out)
    return Load(requests, seconds, p50, p99, cpu * 1e6 / max(requests, 1))


def wrk(target, path, seconds, connections, lua=None):
    """A closed loop over HTTP/1.1. Any answer but 2xx makes the run void."""
    command = ["wrk", "--timeout", "10s", "-t2", f"-c{connections}", f"-d{seconds}s", "--latency"]
    with tempfile.TemporaryDirectory() as folder:
        if lua:
            script = pathlib.Path(folder) / "load.lua"
            script.write_text(lua)
            command += ["-s", str(script)]
        return measured(target, command + [target.url + path], seconds, parse_wrk)


def parse_wrk(out):
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit("the run does not count:\n" + out)
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    p50, p99 = (re.search(rf"(?m)^ +{part}%\s+(\S+)", out).group(1) for part in (50, 99))
    return requests, micros(p50), micros(p99)


def h2load(target, port, path, message, seconds, connections, extra=()):
    """A closed loop of unary gRPC calls over h2c, one at a time on each connection."""
    frame = b"\0" + struct.pack(">I", len(message)) + message
    with tempfile.NamedTemporaryFile() as body:
        body.write(frame)
        body.flush()
        command = [
            "h2load", f"-c{connections}", "-m1", "-t1", f"-D{seconds}", "-d", body.name,
            "-H", "content-type: application/grpc", "-H", "te: trailers", *extra,
            f"http://127.0.0.1:{port}{path}"]
        return measured(target, command, seconds, parse_h2load)


def h2load_http(target, url, rate, seconds, connections):
    """A steady rate of GETs over HTTP/1.1."""
    command = [
        "h2load", "--h1", f"-c{connections}", "-m1", "-t1", f"-D{seconds}",
        f"--rps={rate / connections}", url]
    return measured(target, command, seconds, parse_h2load)


def parse_h2load(out):
    failed = re.search(r"requests: .* (\d+) failed, (\d+) errored", out)
    if int(failed.group(1)) or int(failed.group(2)):
        raise SystemExit("the run does not count:\n" + out)
    requests = int(re.search(r"(\d+) succeeded", out).group(1))
    mean = micros(re.search(r"time for request:\s+\S+\s+\S+\s+(\S+)", out).group(1))
    longest = micros(re.search(r"time for request:\s+\S+\s+(\S+)", out).group(1))
    return requests, mean, longest


def field(number, data):
    return bytes([number << 3 | 2]) + varint(len(data)) + data


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


GET_STATE = field(1, b"statestore") + field(2, b"key")
SAVE_STATE = field(1, b"statestore") + field(2, field(1, b"key") + field(2, VALUE.encode()))
SAVE_LUA = f"""
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '[{{"key":"key","value":"{VALUE}"}}]'
"""
