import json
import os
import threading
import unittest
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DAPR = "http://127.0.0.1:" + os.environ["DAPR_HTTP_PORT"]
MODE = DAPR + "/v1.0-alpha1/test"


def call(verb, url, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, data, headers, method=verb)
    try:
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"null")


def advance(by):
    call("POST", MODE + "/clock/advance", {"by": by})


class App(BaseHTTPRequestHandler):
    """The application: takes orders, and refuses as many as it is told to."""

    refusals = 0

    def do_GET(self):
        topics = [{"pubsubname": "pubsub", "topic": "orders", "route": "/orders"}]
        self.answer(200 if self.path == "/dapr/subscribe" else 404, json.dumps(topics))

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        App.refusals -= 1
        self.answer(500 if App.refusals >= 0 else 200, "{}")

    def answer(self, status, text):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *arguments):
        pass


def taken():
    _, received = call("GET", MODE + "/recordings/received")
    return [one for one in received if one["method"] == "orders"]


class OrdersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.app = ThreadingHTTPServer(("127.0.0.1", int(os.environ["APP_PORT"])), App)
        threading.Thread(target=cls.app.serve_forever, daemon=True).start()
        while call("GET", DAPR + "/v1.0/healthz")[0] != 204:
            pass

    @classmethod
    def tearDownClass(cls):
        cls.app.shutdown()

    def setUp(self):
        call("DELETE", MODE + "/faults")
        advance("0")  # what is under way comes to rest
        call("DELETE", MODE + "/recordings")

    def test_an_order_expires_after_an_hour(self):
        order = {"key": "order-7", "value": 7, "metadata": {"ttlInSeconds": "3600"}}
        call("POST", DAPR + "/v1.0/state/statestore", [order])
        advance("59m59s")
        self.assertEqual(call("GET", DAPR + "/v1.0/state/statestore/order-7")[0], 200)
        advance("1s")
        self.assertEqual(call("GET", DAPR + "/v1.0/state/statestore/order-7")[0], 204)

    def test_an_order_that_was_refused_comes_again_ten_minutes_later(self):
        App.refusals = 1
        call("POST", DAPR + "/v1.0/publish/pubsub/orders", {"id": 7})
        advance("9m59s")
        self.assertEqual(len(taken()), 1)
        advance("1s")
        self.assertEqual(len(taken()), 2)

    def test_a_broker_that_is_down_is_noticed(self):
        call("PUT", MODE + "/faults/down", {"component": "pubsub", "kind": "crash"})
        status, _ = call("POST", DAPR + "/v1.0/publish/pubsub/orders", {"id": 8})
        self.assertEqual(status, 500)
        self.assertEqual(call("GET", MODE + "/recordings/published")[1], [])


if __name__ == "__main__":
    unittest.main()
