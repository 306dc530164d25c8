"""A bare libzmq socket that sends every message back as it came: a router to whom it came from, a dealer to its only peer.

Options: type ("dealer" or "router"), bind or connect (an endpoint), identity (text; none by default). A dealer begins with a message of its
own, ["", "hello"], so that a router knows of it. With peers (a number) that many dealers come one after the other: each sends its number,
takes the answer and leaves; the last line says {"peers": how many were answered}.
"""
import zmq

import peer


def new_socket(kind):
    socket = context.socket(kind)
    socket.linger = 0
    socket.sndhwm = socket.rcvhwm = 0
    return socket


def come_and_go(endpoint, peers):
    answered = 0
    for number in range(peers):
        with new_socket(zmq.DEALER) as socket:
            socket.connect(endpoint)
            message = [b'', b'%d' % number]
            socket.send_multipart(message)
            answered += socket.recv_multipart() == message
    peer.say(peers=answered)


def echo(socket):
    if 'identity' in options:
        socket.identity = options['identity'].encode()
    peer.secure(socket, options)
    if 'bind' in options:
        socket.bind(options['bind'])
    else:
        socket.connect(options['connect'])
    peer.say(ready=options.get('connect') or socket.getsockopt(zmq.LAST_ENDPOINT).rstrip(b'\0').decode())
    if options['type'] == 'dealer':
        socket.send_multipart([b'', b'hello'])
    while True:
        socket.send_multipart(socket.recv_multipart())


options = peer.start()
context = zmq.Context()
if 'peers' in options:
    peer.say(ready=options['connect'])
    come_and_go(options['connect'], options['peers'])
else:
    echo(new_socket(zmq.ROUTER if options['type'] == 'router' else zmq.DEALER))
