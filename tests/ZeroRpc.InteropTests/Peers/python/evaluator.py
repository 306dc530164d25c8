"""Serves `evaluate`, which evaluates a Python expression of a page or a test. The expression sees its argument as `value`.

Options: bind or connect (an endpoint), prelude (Python statements that run first, such as imports), numpy (true: msgpack_numpy.patch()).
"""
import peer

options = peer.start()
if options.get('numpy'):
    import msgpack_numpy

    msgpack_numpy.patch()  # before zerorpc is imported, which keeps msgpack's classes

import zerorpc

namespace = {}
exec(options.get('prelude', ''), namespace)


class Evaluator:
    def evaluate(self, expression, *values):
        return eval(expression, namespace, {'value': values[0] if values else None})


server = zerorpc.Server(Evaluator())
peer.attach(server, options)
server.run()
