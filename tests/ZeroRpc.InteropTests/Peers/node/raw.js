// Raw libzmq frames: a socket that sends what it reads and prints what it receives, each message a JSON array of frames in hex.
// Options: type ("dealer", "router", "push", "pull", "pub" or "sub"), bind or connect (an endpoint).
const zmq = require("zeromq-next");
const readline = require("readline");

const types = { dealer: zmq.Dealer, router: zmq.Router, push: zmq.Push, pull: zmq.Pull, pub: zmq.Publisher, sub: zmq.Subscriber };
const options = JSON.parse(process.argv[2]);
const socket = new types[options.type]();

async function main() {
    if (options.type === "sub") socket.subscribe();
    if (options.bind) await socket.bind(options.bind);
    else socket.connect(options.connect);
    console.log(JSON.stringify({ ready: socket.lastEndpoint || options.connect }));

    let sent = Promise.resolve();
    readline.createInterface({ input: process.stdin })
        .on("line", line => { sent = sent.then(() => socket.send(JSON.parse(line).map(frame => Buffer.from(frame, "hex")))); })
        .on("close", () => process.exit(0));

    if (!socket[Symbol.asyncIterator]) return;
    for await (const frames of socket) {
        console.log(JSON.stringify({ frames: frames.map(frame => frame.toString("hex")) }));
    }
}

main();
