"""A middleware for stock zerorpc that carries a trace through a Python service: from its caller into the calls that it makes.

It needs no tracing library. Copy it beside your service and register it on the context of the service's server and clients:

    context = zerorpc.Context.get_instance()
    context.register_middleware(TraceContext())

Pullers, subscribers, pushers and publishers of that context do likewise: what a handler sends on shows as a child of the event that it got.

The trace travels in the header of events, by W3C's names: traceparent, tracestate and baggage. Without more, a Python service passes it on as
it came, and calls made in its handlers show as children of the call that it answers. With a function to report to, each call that it answers
is a span of its own, which that function gets as a dictionary when the call has ended:

    context.register_middleware(TraceContext(report=lambda span: logging.info('%s', span)))
"""
import secrets
import time

import gevent.local

CARRIED = ('traceparent', 'tracestate', 'baggage')


class TraceContext:
    def __init__(self, report=None):
        self._report = report
        self._local = gevent.local.local()  # zerorpc runs each call in a greenlet of its own; zerorpc.fork_task_context enters further ones.

    def load_task_context(self, header):
        self._local.carried = {key: header[key] for key in CARRIED if key in header}
        self._local.span = None

    def get_task_context(self):
        return dict(getattr(self._local, 'carried', {}))

    def server_before_exec(self, request):
        parts = self._local.carried.get('traceparent', '').split('-')  # version, trace, parent's span, flags
        if self._report is None or len(parts) < 4:
            return
        span_id = secrets.token_hex(8)
        self._local.carried['traceparent'] = '-'.join([parts[0], parts[1], span_id, *parts[3:]])
        self._local.span = {'name': request.name, 'trace_id': parts[1], 'span_id': span_id, 'parent_id': parts[2], 'start': time.time()}

    def server_after_exec(self, request, reply):
        self._end(None)

    def server_inspect_exception(self, request, reply, context, exc_infos):
        self._end(exc_infos[0].__name__)

    def _end(self, error):
        span = getattr(self._local, 'span', None)
        if span is not None:
            self._local.span = None
            self._report({**span, 'end': time.time(), 'error': error})
