"""How the programs serve ZeroRPC and HTTP: until they are told to end, all by gevent in one thread."""

import os

import gevent.pywsgi
import zerorpc
import zmq

import curve
import settings


def serve_zerorpc(methods, **options):
    """Serves an object's methods at PORT_ZEROSERVICE."""
    endpoint = f"tcp://0.0.0.0:{settings.port('PORT_ZEROSERVICE', 4242)}"
    server = zerorpc.Server(methods, **options)
    curve.secure(server)
    try:
        server.bind(endpoint)
    except zmq.ZMQError as error:
        settings.fail(f"cannot bind {endpoint}: {error}.")
    _until_interrupted(f"Serving at {endpoint}", server.run)


def serve_http(app):
    """Serves a Flask application at PORT_WWW."""
    port = settings.port("PORT_WWW", 8080)
    server = gevent.pywsgi.WSGIServer(("0.0.0.0", port), app)
    try:
        server.start()
    except OSError as error:
        settings.fail(f"cannot listen on port {port}: {os.strerror(error.errno)}.")
    _until_interrupted(f"Serving at http://0.0.0.0:{port}", server.serve_forever)


def _until_interrupted(line, serve):
    print(line, flush=True)
    try:
        serve()
    except KeyboardInterrupt:
        pass
