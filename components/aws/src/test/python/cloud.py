"""Amazon's services, as Moto plays them: cloud.py PORT [threads].

One request at a time, so that a condition and the write that depends on it are one step; or each on a thread,
so that one who waits for messages does not hold up the others.
"""

import sys

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

run_simple(
    "127.0.0.1",
    int(sys.argv[1]),
    DomainDispatcherApplication(create_backend_app),
    threaded=len(sys.argv) > 2,
)
