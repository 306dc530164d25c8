"""A bare libzmq socket that sends messages one way, or receives them and says whether they are as they should be.

Options: type ("push", "pull", "pub", "sub", "xpub" or "xsub"), bind or connect (an endpoint), sizes (of the messages, in bytes). Byte k of message
number i is (i + k) mod 251. Who receives says {"whole": how many were right} at the end. A pub says hello again and again, until a line on its
input tells that it was heard; an xpub waits for a subscription.
"""
import os
import sys
import threading
import time

import zmq

import peer

PATTERN = bytes(range(251)) * 2


def message(number, size):
    start = number % 251
    whole, rest = divmod(size, 251)
    return PATTERN[start:start + 251] * whole + PATTERN[start:start + rest]


def receive(socket):
    whole = 0
    while whole < len(options['sizes']):
        got = socket.recv_multipart()
        if got == [b'hello']:
            continue
        if got != [message(whole, options['sizes'][whole])]:
            break
        whole += 1
    peer.say(whole=whole)


def send(socket):
    for number, size in enumerate(options['sizes']):
        socket.send(message(number, size))


def say_hello_until_heard(socket):
    heard = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), heard.set()), daemon=True).start()
    while not heard.is_set():
        socket.send(b'hello')
        time.sleep(0.02)


def stay():
    while os.read(0, 4096):
        pass
    os._exit(0)


options = peer.options()
kind = options['type']
socket = zmq.Context().socket(getattr(zmq, kind.upper()))
socket.sndhwm = socket.rcvhwm = socket.linger = 0
if kind == 'sub':
    socket.subscribe(b'')
peer.secure(socket, options)
if 'bind' in options:
    socket.bind(options['bind'])
else:
    socket.connect(options['connect'])
peer.say(ready=options.get('connect') or socket.getsockopt(zmq.LAST_ENDPOINT).rstrip(b'\0').decode())
if kind == 'xsub':
    socket.send(b'\x01')
if kind == 'xpub':
    assert socket.recv() == b'\x01'
if kind == 'pub':
    say_hello_until_heard(socket)
(receive if kind in ('pull', 'sub', 'xsub') else send)(socket)
stay()
