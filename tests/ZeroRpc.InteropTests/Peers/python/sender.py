"""Pushes or publishes the events given as arguments, each a JSON array [method, argument...], and then stays.

Options: type ("pusher" or "publisher"), bind or connect (an endpoint), repeat (publish them again and again, for nobody knows when a
subscriber has come).
"""
import json
import sys

import gevent
import zerorpc

import peer

options = peer.start()
sender = zerorpc.Pusher() if options['type'] == 'pusher' else zerorpc.Publisher()
peer.attach(sender, options)
events = [peer.from_json(json.loads(argument)) for argument in sys.argv[2:]]
while True:
    for event in events:
        sender(*event)
    if not options.get('repeat'):
        gevent.sleep(3600)
    gevent.sleep(0.02)
