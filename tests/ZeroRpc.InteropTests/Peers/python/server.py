"""Serves the class that docs/protocol.md section 9 names, and tells what its caller cannot see.

Options: bind or connect (an endpoint), heartbeat (seconds), hooks (see hooks.py), add (what add_42 adds, for a version that has changed).
"""
import time

import gevent
import zerorpc

import hooks
import peer


class Cooler:
    """Adds and more."""

    def add_42(self, n):
        """Adds 42 to n."""
        return n + options.get('add', 42)

    def echo(self, v):
        return v

    def echo_many(self, *args):
        return args

    def greet(self, name, greeting='hello', times=2):
        """Greets somebody."""
        return ', '.join([greeting] * times) + ' ' + name

    def nothing(self):
        pass

    def pair(self):
        return (1, 'two')

    def boom(self):
        raise ValueError('bad thing ☃')

    def sleep(self, s):
        peer.say(started='sleep')
        try:
            gevent.sleep(s)
        except BaseException as error:
            peer.say(ended='sleep', by=type(error).__name__)
            raise
        return s

    def block(self, s):
        peer.say(started='block')
        time.sleep(s)
        return s

    @zerorpc.stream
    def count(self, n):
        return iter(range(n))

    @zerorpc.stream
    def count_then_boom(self, n):
        yield from range(n)
        raise RuntimeError('mid-stream')

    @zerorpc.stream
    def slow_count(self, n, s):
        try:
            for i in range(n):
                yield i
                gevent.sleep(s)
        finally:
            peer.say(ended='slow_count')

    def _hidden(self):
        return 'hidden'


options = peer.start()
server = zerorpc.Server(Cooler(), heartbeat=options.get('heartbeat', 5), context=hooks.context(options))
peer.attach(server, options)
server.run()
