"""The queue as a ZeroRPC service. Reads PORT_ZEROSERVICE and, where the queue is to be in Redis, DOTCLOUD_DB_REDIS_URL."""

from gevent import monkey

monkey.patch_all()  # so that waiting for Redis stops no heartbeat

import json
import logging

import queues
import serving


class Api:
    def __init__(self, queue):
        self._queue = queue

    def enqueue(self, value):
        """Puts a value at the queue's end, as JSON."""
        self._queue.push(json.dumps(value, allow_nan=False, ensure_ascii=False))
        return "ok"

    def dequeue(self):
        """Takes the oldest value from the queue: its JSON text, or None where the queue is empty."""
        return self._queue.pop()

    def items(self):
        """All JSON texts in the queue, the newest first."""
        return self._queue.items()


if __name__ == "__main__":
    logging.basicConfig(level="INFO")
    queue = queues.redis_queue()
    if queue is None:
        print("DOTCLOUD_DB_REDIS_URL is not set: the queue is kept in memory, until this process ends.", flush=True)
        queue = queues.MemoryQueue()
    serving.serve_zerorpc(Api(queue))
