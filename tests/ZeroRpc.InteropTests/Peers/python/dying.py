"""A peer that kills itself (SIGKILL) at a point of a call, named by its option at; it speaks ZMTP by a bare socket, to know where it is.

As a server (option bind: true) it accepts one connection, as a client (option connect) it calls our server's method by the option method.
Points of either: connected, mid-greeting, greeted, ready.
Points of a server: request-begun, mid-request (of a large one), requested, heartbeat, mid-reply, item, mid-item, replied.
Points of a client: mid-request, requested, heartbeat, item, mid-credit, credited, mid-reply (of a large one), replied.
"""
import os
import signal
import socket
import struct

import msgpack

import peer

GREETING = b'\xff' + bytes(8) + b'\x7f\x03\x00NULL' + bytes(48)


def die_at(point):
    if options['at'] == point:
        peer.say(dies=point)
        os.kill(os.getpid(), signal.SIGKILL)


def frame(flags, payload):
    if len(payload) < 256:
        return bytes([flags, len(payload)]) + payload
    return bytes([flags | 2]) + struct.pack('>Q', len(payload)) + payload


def ready(kind):
    return frame(4, b'\x05READY\x0bSocket-Type' + struct.pack('>I', len(kind)) + kind)


def event(name, args, **header):
    body = msgpack.packb([dict(message_id=os.urandom(16), v=3, **header), name, args], use_bin_type=True)
    return frame(1, b'') + frame(0, body)


def read(count):
    parts = bytearray()
    while len(parts) < count:
        part = connection.recv(min(count - len(parts), 1 << 20))
        if not part:
            raise EOFError()
        parts += part
        if len(parts) > 4 << 20:
            die_at('mid-reply' if 'connect' in options else 'mid-request')
    return bytes(parts)


def read_event():
    while True:
        flags, length = read(2)
        if flags & 2:
            length = struct.unpack('>Q', bytes([length]) + read(7))[0]
        if not flags & 5 and 'bind' in options:
            die_at('request-begun')
        payload = read(length)
        if not flags & 5:
            return msgpack.unpackb(payload, raw=False, strict_map_key=False)


def shake(kind):
    die_at('connected')
    connection.sendall(GREETING[:20])
    die_at('mid-greeting')
    connection.sendall(GREETING[20:])
    read(64)
    die_at('greeted')
    connection.sendall(ready(kind))
    read(read(2)[1])
    die_at('ready')


def send(message, middle=None, end=None):
    connection.sendall(message[:len(message) // 2])
    die_at(middle)
    connection.sendall(message[len(message) // 2:])
    die_at(end)


def serve():
    shake(b'ROUTER')
    header, name, args = read_event()
    die_at('requested')
    to = header['message_id']
    send(event('_zpc_hb', [0], response_to=to), end='heartbeat')
    if name == 'count':
        send(event('STREAM', 0, response_to=to), end='item')
        send(event('STREAM', 1, response_to=to), middle='mid-item')
    send(event('OK', [42], response_to=to), middle='mid-reply', end='replied')


def call():
    shake(b'DEALER')
    channel = os.urandom(16)
    body = msgpack.packb([dict(message_id=channel, v=3), options['method'], options.get('args', [])], use_bin_type=True)
    send(frame(1, b'') + frame(0, body), middle='mid-request', end='requested')
    send(event('_zpc_hb', [0], response_to=channel), end='heartbeat')
    read_event()
    die_at('item')
    send(event('_zpc_more', [100], response_to=channel), middle='mid-credit', end='credited')
    die_at('replied')


options = peer.start()
if 'bind' in options:
    listener = socket.create_server(('127.0.0.1', 0))
    peer.say(ready='tcp://127.0.0.1:%d' % listener.getsockname()[1])
    connection = listener.accept()[0]
    serve()
else:
    peer.say(ready=options['connect'])
    host, port = options['connect'][6:].split(':')
    connection = socket.create_connection((host, int(port)))
    call()
