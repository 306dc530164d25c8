"""A worker whose jobs hold the processor: worker.py ENDPOINT [--heartbeat SECONDS|none] [--thread] [--pool-size N]"""

import argparse
import os
import random
import sys
import threading
import time

import gevent
import zerorpc


class Worker:
    def __init__(self, in_thread):
        self._in_thread = in_thread

    def sample(self, seed, seconds):
        """Throws darts at a square for so long. Gives how many were thrown, and how many hit the circle in it."""
        print(f"started {seed}", flush=True)
        if self._in_thread:
            # gevent waits for the thread and sends heartbeats meanwhile.
            return gevent.get_hub().threadpool.apply(throw, (seed, seconds))
        # gevent gets no turn until this is done: no heartbeat is sent, no request is read.
        return throw(seed, seconds)


def throw(seed, seconds):
    darts = random.Random(seed)
    thrown = hit = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        thrown += 1
        hit += darts.random() ** 2 + darts.random() ** 2 < 1
    return thrown, hit


def end_with_parent():
    sys.stdin.read()
    os._exit(0)


def heartbeat(text):
    return None if text == "none" else float(text)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("endpoint")
    parser.add_argument("--heartbeat", type=heartbeat, default=5)
    parser.add_argument("--thread", action="store_true")
    parser.add_argument("--pool-size", type=int)
    options = parser.parse_args()
    threading.Thread(target=end_with_parent, daemon=True).start()
    server = zerorpc.Server(Worker(options.thread), heartbeat=options.heartbeat, pool_size=options.pool_size)
    server.bind(options.endpoint)
    print("ready", flush=True)
    server.run()
