"""A middleware of Python's that says which hooks run, and carries a trace id as a distributed tracer does."""
import gevent.local
import zerorpc

import peer


class Hooks:
    def __init__(self, trace_id):
        self._given = trace_id
        self._local = gevent.local.local()

    def load_task_context(self, header):
        self._local.trace_id = header.get('trace_id')
        peer.say(hook='load_task_context', trace_id=self._local.trace_id)

    def get_task_context(self):
        trace_id = getattr(self._local, 'trace_id', None) or self._given
        return {'trace_id': trace_id} if trace_id else {}

    def server_before_exec(self, request):
        peer.say(hook='server_before_exec', event=request.name)

    def server_after_exec(self, request, reply):
        peer.say(hook='server_after_exec', event=reply.name)

    def server_inspect_exception(self, request, reply, context, exc_infos):
        peer.say(hook='server_inspect_exception', event=reply.name)

    def client_before_request(self, request):
        peer.say(hook='client_before_request', event=request.name)

    def client_handle_remote_error(self, event):
        peer.say(hook='client_handle_remote_error', event=event.name)

    def client_after_request(self, request, reply, exception):
        peer.say(hook='client_after_request', event=reply.name if reply else 'none', trace_id=(reply.header if reply else {}).get('trace_id'))


def context(options):
    """The context that the option "hooks" asks for: {"trace_id": what to send, or null}; None without that option."""
    if 'hooks' not in options:
        return None
    made = zerorpc.Context()
    made.register_middleware(Hooks(options['hooks'].get('trace_id')))
    return made
