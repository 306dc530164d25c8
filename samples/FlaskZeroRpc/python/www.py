"""The page that lists the queue. Reads PORT_WWW, and DOTCLOUD_DB_REDIS_URL or DOTCLOUD_API_ZEROSERVICE_URL."""

from gevent import monkey

monkey.patch_all()

import os

import flask
import zerorpc

import curve
import queues
import serving
import settings

app = flask.Flask(__name__, static_folder="../assets", static_url_path="/assets")


class ApiQueue:
    """The queue that the api keeps in its memory."""

    def __init__(self, endpoint):
        self._endpoint = endpoint
        self._api = curve.client(endpoint, timeout=3)

    def items(self):
        try:
            return self._api.items()
        except zerorpc.RemoteError as error:
            raise queues.QueueAway(f"{error.name}: {error.msg}")
        except (zerorpc.TimeoutExpired, zerorpc.LostRemote) as error:
            raise queues.QueueAway(f"The api at {self._endpoint} does not answer: {error}")


@app.get("/")
def list_queue():
    try:
        return flask.render_template("queue.html", texts=app.config["QUEUE"].items())
    except queues.QueueAway as away:
        return flask.render_template("queue.html", away=str(away)), 503


def api_queue():
    endpoint = os.environ.get("DOTCLOUD_API_ZEROSERVICE_URL")
    if not endpoint:
        settings.fail(
            "Neither DOTCLOUD_DB_REDIS_URL nor DOTCLOUD_API_ZEROSERVICE_URL is set. Set one to where the queue is: "
            "redis://127.0.0.1:6379, or an api that keeps it in memory, tcp://127.0.0.1:4242.")
    return ApiQueue(endpoint)


if __name__ == "__main__":
    app.config["QUEUE"] = queues.redis_queue() or api_queue()
    serving.serve_http(app)
