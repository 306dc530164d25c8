// Raw libzmq frames: a dealer or router that sends what it reads and prints what it receives, each message a JSON array of frames in hex.
// Options: type ("dealer" or "router"), bind or connect (an endpoint).
const zmq = require("zeromq-next");
const readline = require("readline");

const options = JSON.parse(process.argv[2]);
const socket = options.type === "router" ? new zmq.Router() : new zmq.Dealer();

async function main() {
    if (options.bind) await socket.bind(options.bind);
    else socket.connect(options.connect);
    console.log(JSON.stringify({ ready: socket.lastEndpoint || options.connect }));

    let sent = Promise.resolve();
    readline.createInterface({ input: process.stdin })
        .on("line", line => { sent = sent.then(() => socket.send(JSON.parse(line).map(frame => Buffer.from(frame, "hex")))); })
        .on("close", () => process.exit(0));

    for await (const frames of socket) {
        console.log(JSON.stringify({ frames: frames.map(frame => frame.toString("hex")) }));
    }
}

main();
