"""An S3-compatible server (moto) in memory, with one bucket and one person who may use it; it checks signatures.

Prints the port on which it listens. Usage: server.py PORT (0 for a free one).
"""

import json
import logging
import sys
import threading

from moto import settings
from moto.core import DEFAULT_ACCOUNT_ID as ACCOUNT
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import s3_backends
from werkzeug.serving import make_server

BUCKET, KEY, SECRET = "permits", "PERMISOS", "quinua-con-leche"


def admit():
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    people = iam_backends[ACCOUNT]["aws"]
    people.create_user("us-east-1", "permits")
    people.put_user_policy("permits", "everything", json.dumps(everything))
    key = people.create_access_key("permits")
    key.access_key_id, key.secret_access_key = KEY, SECRET


class OneAtATime:
    """moto looks whether a name is taken and then writes: alone, it answers as S3 does."""

    def __init__(self, application):
        self.application, self.lock = application, threading.Lock()

    def __call__(self, environ, start_response):
        with self.lock:
            return list(self.application(environ, start_response))


logging.getLogger("werkzeug").setLevel(logging.ERROR)
admit()
s3_backends[ACCOUNT]["aws"].create_bucket(BUCKET, "us-east-1")
settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
application = OneAtATime(DomainDispatcherApplication(create_backend_app))
server = make_server("127.0.0.1", int(sys.argv[1]), application, threaded=True)
print(server.port, flush=True)
server.serve_forever()
