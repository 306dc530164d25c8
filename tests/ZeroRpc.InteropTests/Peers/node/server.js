// Serves the object that docs/protocol.md section 9 names. Options: bind or connect (an endpoint), heartbeat (seconds), listen (whether to
// listen for errors: a stock server that does not exits when a client's heartbeats stop).
const zerorpc = require("zerorpc");
const peer = require("./peer");

// zerorpc-node reads parameter names out of the text "function (…)".
const methods = {
    add_42: function (n, reply) { reply(null, n + 42); },
    echo: function (v, reply) { reply(null, v); },
    nothing: function (reply) { reply(null); },
    boom: function (reply) { throw new TypeError("bad thing"); },
    boom_text: function (reply) { reply("just text"); },
    boom_nothing: function (reply) { throw {}; },
    count: function (n, reply) {
        for (let i = 0; i < n; i++) reply(null, i, true);
        reply(null, undefined, false);
    },
    count_then_boom: function (n, reply) {
        for (let i = 0; i < n; i++) reply(null, i, true);
        reply(new Error("mid-stream"));
    },
    slow_count: function (n, s, reply) {
        let i = 0;
        const timer = setInterval(() => {
            if (i < n) return reply(null, i++, true);
            clearInterval(timer);
            reply(null, undefined, false);
        }, s * 1000);
    },
    sleep: function (s, reply) {
        peer.say({ started: "sleep" });
        setTimeout(() => reply(null, s), s * 1000);
    },
};

const options = peer.start();
const server = new zerorpc.Server(methods, options.heartbeat && options.heartbeat * 1000);
if (options.listen) server.on("error", error => peer.say({ error: String(error) }));
peer.attach(server, options);
