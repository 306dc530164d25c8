// A bare libzmq socket that sends every message back as it came. Options as in ../python/echo.py, less peers.
const zmq = require("zeromq-next");
const peer = require("./peer");

const options = peer.start();
const settings = { sendHighWaterMark: 0, receiveHighWaterMark: 0 };
if (options.identity) settings.routingId = options.identity;
const socket = options.type === "router" ? new zmq.Router(settings) : new zmq.Dealer(settings);

async function main() {
    peer.secure(socket, options);
    if (options.bind) await socket.bind(options.bind);
    else socket.connect(options.connect);
    peer.say({ ready: options.connect || socket.lastEndpoint });
    if (options.type === "dealer") await socket.send(["", "hello"]);
    for await (const frames of socket) await socket.send(frames);
}

main();
