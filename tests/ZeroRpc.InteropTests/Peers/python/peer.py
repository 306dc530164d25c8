"""What every Python peer of the interop tests does: speak JSON lines, and die with the test host.

Values that JSON lacks travel as {"$bin": hex}, {"$zeros": how many bytes}, {"$timestamp": [seconds, nanoseconds]}, {"$float": text}.
"""
import json
import math
import os
import sys
import threading

import msgpack
import zmq
import zmq.utils.z85


def start():
    """Reads the options (first argument, a JSON object) and ends the process when the host's end of stdin closes."""
    def watch():
        while os.read(0, 4096):
            pass
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
    return options()


def options():
    """The options alone, for who reads stdin itself."""
    return json.loads(sys.argv[1])


def secure(socket, options):
    """Gives a socket, which is not yet bound or connected, its keys by CURVE (Z85): options['curve'] has secret and public; a client's has also
    server, the server's key. A server's may have allowed, a list of keys: it checks those of its clients then, for sockets of zerorpc alone."""
    curve = options.get('curve')
    if not curve:
        return
    if 'server' in curve:
        socket.setsockopt(zmq.CURVE_SERVERKEY, curve['server'].encode())
        socket.setsockopt(zmq.CURVE_PUBLICKEY, curve['public'].encode())
    else:
        socket.setsockopt(zmq.CURVE_SERVER, 1)
        if 'allowed' in curve:
            socket.setsockopt(zmq.ZAP_DOMAIN, b'global')
            admit([zmq.utils.z85.decode(key.encode()) for key in curve['allowed']])
    socket.setsockopt(zmq.CURVE_SECRETKEY, curve['secret'].encode())


def admit(keys):
    """Answers libzmq's questions about clients (ZeroMQ RFC 27), which come over a socket of zerorpc's own context."""
    import gevent
    import zerorpc

    asked = zerorpc.Context.get_instance().socket(zmq.REP)
    asked.bind('inproc://zeromq.zap.01')

    def answer():
        while True:
            frames = asked.recv_multipart()
            status = b'200' if frames[5] == b'CURVE' and frames[6] in keys else b'400'
            asked.send_multipart([b'1.0', frames[1], status, b'', b'', b''])

    gevent.spawn(answer)


def attach(socket, options):
    """Binds or connects, and says where."""
    secure(socket._events, options)
    if 'bind' in options:
        socket.bind(options['bind'])
        say(ready=socket._events._socket.getsockopt(zmq.LAST_ENDPOINT).rstrip(b'\0').decode())
    else:
        socket.connect(options['connect'])
        say(ready=options['connect'])


def say(**line):
    sys.stdout.write(json.dumps(line) + '\n')
    sys.stdout.flush()


def to_json(value):
    if isinstance(value, bytes):
        return {'$bin': value.hex()}
    if isinstance(value, msgpack.Timestamp):
        return {'$timestamp': [value.seconds, value.nanoseconds]}
    if isinstance(value, float) and not math.isfinite(value):
        return {'$float': repr(value)}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    return value


def from_json(value):
    if isinstance(value, list):
        return [from_json(item) for item in value]
    if isinstance(value, dict):
        if '$bin' in value:
            return bytes.fromhex(value['$bin'])
        if '$zeros' in value:
            return bytes(value['$zeros'])
        if '$timestamp' in value:
            return msgpack.Timestamp(*value['$timestamp'])
        if '$float' in value:
            return float(value['$float'])
        return {key: from_json(item) for key, item in value.items()}
    return value
