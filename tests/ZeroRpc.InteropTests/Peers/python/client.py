"""Calls a server and prints one JSON line per call. Arguments: the options, then the calls, each a JSON array:

    ["call", method, argument…]           {"value": …}
    ["together", n, method, argument…]    n calls at once: {"value": […]}
    ["count", method, argument…]          a stream of 0, 1, 2…: {"items": how many, "in_order": …}, before any error
    ["take", n, method, argument…]        leaves a stream after n items: {"items": n}

A call that fails adds {"error": type name, "message": …, "traceback": …}. Options: bind or connect (an endpoint), heartbeat (seconds or
null), passive, timeout (seconds), slots (the window), hooks (see hooks.py).
"""
import json
import sys

import gevent
import zerorpc

import hooks
import peer


def invoke(method, arguments):
    return client(method, *peer.from_json(list(arguments)), **window)


def call(method, *arguments):
    return {'value': peer.to_json(invoke(method, arguments))}


def together(times, method, *arguments):
    calls = [gevent.spawn(invoke, method, arguments) for _ in range(times)]
    gevent.joinall(calls)
    return {'value': [peer.to_json(one.get()) for one in calls]}


def count(method, *arguments):
    report = {'items': 0, 'in_order': True}
    try:
        for item in invoke(method, arguments):
            report['in_order'] = report['in_order'] and item == report['items']
            report['items'] += 1
    except Exception as error:
        report.update(failure(error))
    return report


def take(number, method, *arguments):
    stream = invoke(method, arguments)
    for _ in range(number):
        next(stream)
    stream.close()
    return {'items': number}


def failure(error):
    if isinstance(error, zerorpc.RemoteError):
        return {'error': error.name, 'message': error.msg, 'traceback': error.traceback}
    return {'error': type(error).__name__, 'message': str(error)}


def report(kind, *arguments):
    try:
        return kinds[kind](*arguments)
    except Exception as error:
        return failure(error)


kinds = {'call': call, 'together': together, 'count': count, 'take': take}
options = peer.start()
window = {'slots': options['slots']} if 'slots' in options else {}
client = zerorpc.Client(
    heartbeat=options.get('heartbeat', 5), passive_heartbeat=options.get('passive', False), timeout=options.get('timeout', 30),
    context=hooks.context(options))
peer.attach(client, options)
for argument in sys.argv[2:]:
    peer.say(**report(*json.loads(argument)))
