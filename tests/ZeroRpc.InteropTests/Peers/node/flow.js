// A bare libzmq socket that sends messages one way, or receives them and says whether they are as they should be. As ../python/flow.py.
const zmq = require("zeromq-next");
const readline = require("readline");
const peer = require("./peer");

const types = { push: zmq.Push, pull: zmq.Pull, pub: zmq.Publisher, sub: zmq.Subscriber, xpub: zmq.XPublisher, xsub: zmq.XSubscriber };
const options = JSON.parse(process.argv[2]);
const socket = new types[options.type]();
for (const limit of ["sendHighWaterMark", "receiveHighWaterMark"]) if (limit in socket) socket[limit] = 0;

const pattern = Buffer.from(Array.from({ length: 502 }, (_, i) => i % 251));
const message = (number, size) => Buffer.alloc(size, pattern.subarray(number % 251, (number % 251) + 251));

async function receive() {
    let whole = 0;
    for await (const frames of socket) {
        if (frames.length === 1 && frames[0].toString() === "hello") continue;
        if (frames.length !== 1 || !frames[0].equals(message(whole, options.sizes[whole]))) break;
        if (++whole === options.sizes.length) break;
    }
    peer.say({ whole });
}

async function send() {
    for (const [number, size] of options.sizes.entries()) await socket.send(message(number, size));
}

async function main() {
    let heard = false;
    readline.createInterface({ input: process.stdin }).on("line", () => { heard = true; }).on("close", () => process.exit(0));
    peer.secure(socket, options);
    if (options.type === "sub") socket.subscribe();
    if (options.bind) await socket.bind(options.bind);
    else socket.connect(options.connect);
    peer.say({ ready: options.connect || socket.lastEndpoint });
    if (options.type === "xsub") await socket.send(Buffer.from([1]));
    if (options.type === "xpub") await socket.receive();
    while (options.type === "pub" && !heard) {
        await socket.send("hello");
        await new Promise(resolve => setTimeout(resolve, 20));
    }
    await (["pull", "sub", "xsub"].includes(options.type) ? receive() : send());
}

main();
