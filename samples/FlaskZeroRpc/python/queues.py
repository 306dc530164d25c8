"""Where the queue of JSON texts is kept: in Redis, or in the memory of this process."""

import collections
import contextlib
import os
import urllib.parse

import settings


def redis_queue():
    """The queue in the Redis that DOTCLOUD_DB_REDIS_URL names; None where it names none."""
    url = os.environ.get("DOTCLOUD_DB_REDIS_URL")
    if not url:
        return None
    try:
        return RedisQueue(url)
    except ImportError:
        settings.fail("DOTCLOUD_DB_REDIS_URL is set, but the module redis is missing: pip install redis.")
    except ValueError as error:
        settings.fail(f"DOTCLOUD_DB_REDIS_URL is no address of a Redis such as redis://127.0.0.1:6379: {error}.")


class QueueAway(Exception):
    """The queue cannot be reached; the message says why."""


class RedisQueue:
    """A list in Redis, the newest text at its head."""

    KEY = "queue"

    def __init__(self, url):
        import redis  # not needed by those who keep the queue in memory

        self._error = redis.RedisError
        parts = urllib.parse.urlsplit(url)
        self._place = f"{parts.hostname}:{parts.port or 6379}"  # the URL may hold a password
        # Without limits a Redis that is away, yet refuses nothing, would be waited for as long as TCP has patience.
        self._redis = redis.Redis.from_url(url, decode_responses=True, socket_connect_timeout=2, socket_timeout=5)

    def push(self, text):
        with self._reached():
            self._redis.lpush(self.KEY, text)

    def pop(self):
        with self._reached():
            return self._redis.rpop(self.KEY)

    def items(self):
        with self._reached():
            return self._redis.lrange(self.KEY, 0, -1)

    @contextlib.contextmanager
    def _reached(self):
        try:
            yield
        except self._error as error:
            raise QueueAway(f"Redis at {self._place} is away: {error}") from error


class MemoryQueue:
    """The same without Redis; gone when the process ends."""

    def __init__(self):
        self._texts = collections.deque()

    def push(self, text):
        self._texts.appendleft(text)

    def pop(self):
        return self._texts.pop() if self._texts else None

    def items(self):
        return list(self._texts)
