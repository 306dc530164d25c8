"""Pulls or subscribes, and says what its methods were called with.

Options: type ("puller" or "subscriber"), bind or connect (an endpoint).
"""
import zerorpc

import peer


class Notes:
    def lolita(self, a, b):
        peer.say(called='lolita', args=[a, b])

    def log(self, *args):
        peer.say(called='log', args=peer.to_json(args))

    def boom(self):
        raise ValueError('bad thing')


options = peer.start()
receiver = zerorpc.Puller(Notes()) if options['type'] == 'puller' else zerorpc.Subscriber(Notes())
peer.attach(receiver, options)
receiver.run()
