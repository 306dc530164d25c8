"""Serves relay(method, *args), which calls that method elsewhere; samples/python/trace_context.py carries the trace through.

Options: bind, next (the endpoint to call), report (whether to say the spans of its own).
"""
import zerorpc

import peer
from trace_context import TraceContext


class Relay:
    def relay(self, method, *args):
        return client(method, *args)


options = peer.start()
context = zerorpc.Context()
context.register_middleware(TraceContext(report=(lambda span: peer.say(span=span)) if options['report'] else None))
client = zerorpc.Client(options['next'], context=context)
server = zerorpc.Server(Relay(), context=context)
peer.attach(server, options)
server.run()
