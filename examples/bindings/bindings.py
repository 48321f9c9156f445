"""Writes a file through a binding, and reads it back."""
import json
import os
from urllib.request import urlopen


def ask(operation, data=None):
    body = {"operation": operation, "data": data, "metadata": {"fileName": "python.txt"}}
    url = f"http://localhost:{os.environ['DAPR_HTTP_PORT']}/v1.0/bindings/files"
    with urlopen(url, json.dumps(body).encode()) as answer:
        return answer.read().decode()


ask("create", "hello from python")
print("file", ask("get"))
