"""A chat and the machine's memory, as stock zerorpc services: services.py CHAT_ENDPOINT MACHINE_ENDPOINT

They know nothing of the web. Who calls stands in the header of the request, under "user", where the gateway has put it.
"""
import collections
import sys
import time

import gevent
import gevent.local
import gevent.queue
import zerorpc

MAX_TEXT = 500
KEPT = 100


class User:
    """The middleware that keeps the user of the call that runs in this greenlet."""

    def __init__(self):
        self._local = gevent.local.local()

    def load_task_context(self, header):
        self._local.name = header.get('user', 'nobody')

    @property
    def name(self):
        return self._local.name


class Chat:
    """Rooms in which users say something."""

    def __init__(self, user):
        self._user = user
        self._rooms = {name: collections.deque(maxlen=KEPT) for name in ('lobby', 'kitchen', 'garden')}
        self._followers = {name: set() for name in self._rooms}

    def rooms(self):
        """The names of the rooms."""
        return list(self._rooms)

    def say(self, room, text):
        """Says something in a room, as the user who is signed in."""
        text = text.strip()
        if not 0 < len(text) <= MAX_TEXT:
            raise ValueError('a message has 1 to %d characters' % MAX_TEXT)
        message = {'user': self._user.name, 'text': text, 'at': time.time()}
        self._messages(room).append(message)
        for follower in self._followers[room]:
            if not follower.full():  # Who reads that slowly misses messages, and holds nobody up.
                follower.put_nowait(message)

    @zerorpc.stream
    def follow(self, room):
        """The latest messages of a room, and each new one when it is said."""
        follower = gevent.queue.Queue(maxsize=1000)
        latest = list(self._messages(room))
        self._followers[room].add(follower)
        try:
            yield from latest
            while True:
                yield follower.get()
        finally:
            self._followers[room].discard(follower)

    def _messages(self, room):
        if room not in self._rooms:
            raise KeyError('there is no room %r' % room)
        return self._rooms[room]


class Machine:
    """Figures of the machine."""

    def memory(self):
        """The memory in MiB: resident, active and inactive page cache, unused."""
        with open('/proc/meminfo') as lines:
            kib = {line.split(':')[0]: int(line.split()[1]) for line in lines}
        active, inactive, unused = kib['Active(file)'], kib['Inactive(file)'], kib['MemFree']
        resident = kib['MemTotal'] - active - inactive - unused
        parts = {'resident': resident, 'active': active, 'inactive': inactive, 'unused': unused}
        return {name: size // 1024 for name, size in parts.items()}

    @zerorpc.stream
    def watch_memory(self, seconds):
        """The memory, again and again."""
        while True:
            yield self.memory()
            gevent.sleep(max(0.1, seconds))


def serve(service, endpoint, context):
    server = zerorpc.Server(service, context=context)
    server.bind(endpoint)
    return gevent.spawn(server.run)


user = User()
context = zerorpc.Context()
context.register_middleware(user)
servers = [serve(Chat(user), sys.argv[1], context), serve(Machine(), sys.argv[2], context)]
print('ready', flush=True)
gevent.get_hub().threadpool.apply(sys.stdin.read)  # It ends when the gateway does.
