"""Two owners want the same thing; the second gets it when the first gives it back."""
import json
import os
from urllib.request import urlopen


def ask(what, **body):
    url = f"http://localhost:{os.environ['DAPR_HTTP_PORT']}/v1.0-alpha1/{what}/lockstore"
    with urlopen(url, json.dumps({"resourceId": "python-stock", **body}).encode()) as answer:
        return answer.read().decode()


print("first", ask("lock", lockOwner="first", expiryInSeconds=60))
print("second", ask("lock", lockOwner="second", expiryInSeconds=60))
print("given back", ask("unlock", lockOwner="first"))
print("second again", ask("lock", lockOwner="second", expiryInSeconds=60))
ask("unlock", lockOwner="second")
