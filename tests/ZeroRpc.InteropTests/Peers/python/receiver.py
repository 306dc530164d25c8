"""Pulls or subscribes, and says what its methods were called with.

Options: type ("puller" or "subscriber"), bind or connect (an endpoint), hooks (see hooks.py).
"""
import zerorpc

import hooks
import peer


class Notes:
    def lolita(self, a, b):
        peer.say(called='lolita', args=[a, b])

    def log(self, *args):
        peer.say(called='log', args=peer.to_json(args))

    def weigh(self, weight):
        peer.say(weighed=len(weight), zeros=weight.count(0))

    def boom(self):
        raise ValueError('bad thing')


options = peer.start()
receiver = (zerorpc.Puller if options['type'] == 'puller' else zerorpc.Subscriber)(Notes(), context=hooks.context(options))
peer.attach(receiver, options)
receiver.run()
