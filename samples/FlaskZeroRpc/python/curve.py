"""The keys that the environment names. With them connections are encrypted and made only between peers that know each other's keys; without any
of the variables they are neither."""

import os
import pathlib

import gevent
import zerorpc
import zmq
import zmq.auth
import zmq.utils.z85

import settings


def secure(server):
    """Gives a server, which is not yet bound, its keys, and lets in the clients whose certificates are in a folder."""
    if not _is_set("ZERORPC_CURVE_KEY", "ZERORPC_CURVE_ALLOW"):
        return
    _, secret = _load("ZERORPC_CURVE_KEY", "server.key_secret")
    folder = settings.required("ZERORPC_CURVE_ALLOW", "clients, a folder with files such as gateway.key")
    keys = {zmq.utils.z85.decode(zmq.auth.load_certificate(path)[0]) for path in pathlib.Path(folder).glob("*.key")}
    questions = zerorpc.Context.get_instance().socket(zmq.REP)
    questions.bind("inproc://zeromq.zap.01")  # libzmq asks here about each client (ZeroMQ RFC 27)
    gevent.spawn(_admit, questions, keys)
    server._events.setsockopt(zmq.CURVE_SERVER, 1)
    server._events.setsockopt(zmq.CURVE_SECRETKEY, secret)
    server._events.setsockopt(zmq.ZAP_DOMAIN, b"global")  # without it nobody is asked, and every key is admitted


def client(endpoint, **options):
    """Makes a client of a server."""
    made = zerorpc.Client(**options)
    if _is_set("ZERORPC_CURVE_KEY", "ZERORPC_CURVE_SERVER_KEY"):
        public, secret = _load("ZERORPC_CURVE_KEY", "gateway.key_secret")
        made._events.setsockopt(zmq.CURVE_SERVERKEY, _load("ZERORPC_CURVE_SERVER_KEY", "server.key")[0])
        made._events.setsockopt(zmq.CURVE_PUBLICKEY, public)
        made._events.setsockopt(zmq.CURVE_SECRETKEY, secret)
    made.connect(endpoint)
    return made


def _is_set(*names):
    # One variable is enough to ask for encryption: if another is missing, the program ends rather than go on without it.
    return any(os.environ.get(name) for name in names)


def _load(name, example):
    path = settings.required(name, example)
    try:
        public, secret = zmq.auth.load_certificate(path)
    except (OSError, ValueError) as error:
        settings.fail(f"{name} is '{path}': {error}")
    if secret is None and name == "ZERORPC_CURVE_KEY":
        settings.fail(f"{name} is '{path}', which has no secret key. Set it to a file such as {example}.")
    return public, secret


def _admit(questions, keys):
    while True:
        question = questions.recv_multipart()
        status = b"200" if question[5] == b"CURVE" and question[6] in keys else b"400"
        questions.send_multipart([b"1.0", question[1], status, b"", b"", b""])
