"""Serves what the benchmarks call: prints its endpoint, and ends when the host's end of stdin closes."""
import os
import threading

import zerorpc
import zmq


class Service:
    def Add(self, a, b):
        return a + b

    @zerorpc.stream
    def Count(self, count):
        return iter(range(count))


def watch():
    while os.read(0, 4096):
        pass
    os._exit(0)


threading.Thread(target=watch, daemon=True).start()
server = zerorpc.Server(Service())
server.bind('tcp://127.0.0.1:0')
print(server._events._socket.getsockopt(zmq.LAST_ENDPOINT).rstrip(b'\0').decode(), flush=True)
server.run()
