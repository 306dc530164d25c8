"""Takes the event relay(method, *args) and pushes that on; samples/python/trace_context.py carries the trace through.

Options: type ("puller" or "subscriber"), bind, next (the endpoint to push to), report (whether to say the spans of its own).
"""
import zerorpc

import peer
from trace_context import TraceContext


class Relay:
    def relay(self, method, *args):
        pusher(method, *args)


options = peer.start()
context = zerorpc.Context()
context.register_middleware(TraceContext(report=(lambda span: peer.say(span=span)) if options['report'] else None))
pusher = zerorpc.Pusher(context=context)
pusher.connect(options['next'])
receiver = (zerorpc.Puller if options['type'] == 'puller' else zerorpc.Subscriber)(Relay(), context=context)
peer.attach(receiver, options)
receiver.run()
