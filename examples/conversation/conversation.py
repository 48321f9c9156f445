"""Says something to a model, and shows what it answers."""
import json
import os
from urllib.request import urlopen

url = f"http://localhost:{os.environ['DAPR_HTTP_PORT']}/v1.0-alpha2/conversation/echo/converse"
said = {"messages": [{"ofUser": {"content": [{"text": "hello from python"}]}}]}
with urlopen(url, json.dumps({"inputs": [said]}).encode()) as answer:
    print("answer", json.load(answer)["outputs"][0]["choices"][0]["message"]["content"])
