"""Calls the server named by the first argument. Each line of stdin is a workload and a number; its answer is the seconds it took."""
import sys
import time

import gevent
import zerorpc

CALLERS = 100
client = zerorpc.Client(sys.argv[1])


def sequential(number):
    for i in range(number):
        client.Add(i, 1)


def concurrent(number):
    gevent.joinall([gevent.spawn(sequential, (number + i) // CALLERS) for i in range(CALLERS)], raise_error=True)


def stream(number):
    if sum(1 for _ in client.Count(number)) != number:
        raise RuntimeError('items are missing')


workloads = {'sequential': sequential, 'concurrent': concurrent, 'stream': stream}
for line in iter(sys.stdin.readline, ''):
    name, number = line.split()
    start = time.perf_counter()
    workloads[name](int(number))
    print(time.perf_counter() - start, flush=True)
