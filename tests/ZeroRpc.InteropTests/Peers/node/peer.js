// What every Node peer of the interop tests does: speak JSON lines, and die with the test host. Values as in ../python/peer.py.
exports.start = function () {
    process.stdin.on("end", () => process.exit(0)).resume();
    return JSON.parse(process.argv[2]);
};

exports.attach = function (socket, options) {
    if (options.bind) {
        socket.bind(options.bind);
        exports.say({ ready: socket._socket._zmqSocket.last_endpoint });
    } else {
        socket.connect(options.connect);
        exports.say({ ready: options.connect });
    }
};

// Gives a socket of zeromq 6 its keys by CURVE, as ../python/peer.py does.
exports.secure = function (socket, options) {
    const curve = options.curve;
    if (!curve) return;
    socket.curveSecretKey = curve.secret;
    if (curve.server) {
        socket.curveServerKey = curve.server;
        socket.curvePublicKey = curve.public;
    } else {
        socket.curveServer = true;
    }
};

exports.say = line => console.log(JSON.stringify(line));

exports.toJson = function toJson(value) {
    if (Buffer.isBuffer(value)) return { $bin: value.toString("hex") };
    if (value instanceof Date) return { $timestamp: [Math.floor(value / 1000), (value % 1000) * 1e6] };
    if (typeof value === "number" && !Number.isFinite(value)) return { $float: String(value) };
    if (Array.isArray(value)) return value.map(toJson);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, toJson(v)]));
    return value === undefined ? null : value;
};

exports.fromJson = function fromJson(value) {
    if (Array.isArray(value)) return value.map(fromJson);
    if (!value || typeof value !== "object") return value;
    if ("$bin" in value) return Buffer.from(value.$bin, "hex");
    if ("$timestamp" in value) return new Date(value.$timestamp[0] * 1000 + value.$timestamp[1] / 1e6);
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fromJson(v)]));
};
