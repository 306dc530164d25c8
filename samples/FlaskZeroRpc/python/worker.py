"""A ZeroRPC service that computes. Reads PORT_ZEROSERVICE and WORKER_HEARTBEAT."""

import itertools
import logging

import gevent
import zerorpc

import serving
import settings


class Worker:
    def factors(self, n):
        """The prime factors of n, the smallest first."""
        if n < 2:
            raise ValueError(f"{n} has no prime factors: give a number from 2 on")
        return list(self._factors(n))

    @zerorpc.stream
    def primes(self, first, count):
        """The first so many primes from a number on, one by one."""
        candidates = (n for n in itertools.count(max(first, 2)) if next(self._factors(n)) == n)
        return itertools.islice(candidates, count)

    def _factors(self, n):
        divisor = 2
        while divisor * divisor <= n:
            if n % divisor == 0:
                yield divisor
                n //= divisor
            else:
                divisor += 1
            if divisor % 10_000 == 0:
                gevent.sleep(0)  # heartbeats are sent while we let them, and a caller that is gone ends this call here
        yield n


if __name__ == "__main__":
    logging.basicConfig(level="INFO")
    serving.serve_zerorpc(Worker(), heartbeat=settings.seconds("WORKER_HEARTBEAT", 5))
