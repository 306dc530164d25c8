"""HTTP routes that call a ZeroRPC worker. Reads PORT_WWW, DOTCLOUD_WORKER_ZEROSERVICE_URL, WORKER_TIMEOUT and WORKER_HEARTBEAT."""

from gevent import monkey

monkey.patch_all()

import json

import flask
import zerorpc

import curve
import serving
import settings

app = flask.Flask(__name__, static_folder="../assets", static_url_path="/assets")


def worker():
    return app.config["WORKER"]


@app.get("/")
def index():
    return app.send_static_file("gateway.html")


@app.get("/factors/<int(signed=True, max=9223372036854775807):n>")
def factors(n):
    return {"n": n, "factors": worker().factors(n)}


@app.get("/primes")
def primes():
    """Each prime as a server-sent event, then an event named end, or failed with the reason."""
    first = flask.request.args.get("first", 2, int)
    count = flask.request.args.get("count", 10, int)
    items = worker().primes(first, count)  # a call that fails from the start raises here, before there is a response
    return flask.Response(events(items), mimetype="text/event-stream", headers={"Cache-Control": "no-cache"})


def events(items):
    try:
        for item in items:
            yield f"data: {json.dumps(item)}\n\n"
        yield "event: end\ndata:\n\n"
    except (zerorpc.RemoteError, zerorpc.LostRemote) as error:
        yield f"event: failed\ndata: {json.dumps(problem(error))}\n\n"


@app.errorhandler(zerorpc.RemoteError)
@app.errorhandler(zerorpc.LostRemote)
@app.errorhandler(zerorpc.TimeoutExpired)
def failed(error):
    body = problem(error)
    return app.response_class(json.dumps(body), body["status"], mimetype="application/problem+json")


def problem(error):
    """What HTTP callers hear of a call that failed (RFC 9457)."""
    if isinstance(error, zerorpc.RemoteError):
        return {"status": 502, "title": error.name, "detail": error.msg}
    if isinstance(error, zerorpc.TimeoutExpired):
        return {"status": 504, "title": "The worker did not answer in time", "detail": str(error)}
    return {"status": 503, "title": "The worker is away", "detail": str(error)}


if __name__ == "__main__":
    app.config["WORKER"] = curve.client(
        settings.required("DOTCLOUD_WORKER_ZEROSERVICE_URL", "tcp://127.0.0.1:4242, where the worker is"),
        timeout=settings.seconds("WORKER_TIMEOUT", 30),
        heartbeat=settings.seconds("WORKER_HEARTBEAT", 5))
    serving.serve_http(app)
