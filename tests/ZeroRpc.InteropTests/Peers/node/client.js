// Calls a server and prints one JSON line per call: arguments and lines as in ../python/client.py, less passive and slots, which Node lacks.
const zerorpc = require("zerorpc");
const peer = require("./peer");

const options = peer.start();
const client = new zerorpc.Client({ heartbeatInterval: options.heartbeat && options.heartbeat * 1000, timeout: options.timeout });
client.on("error", error => peer.say({ client_error: String(error) }));

function invoke(method, args, listener) {
    client.invoke(method, ...peer.fromJson(args), listener);
}

function failure(error) {
    return { error: error.name, message: error.message, traceback: error.traceback ?? error.stack ?? null };
}

const kinds = {
    call: (done, method, ...args) => invoke(method, args, (error, value) => done(error ? failure(error) : { value: peer.toJson(value) })),

    together: function (done, times, method, ...args) {
        const values = [];
        let pending = times;
        for (let i = 0; i < times; i++) {
            kinds.call(result => {
                values[i] = result.error ? result : result.value;
                if (--pending === 0) done({ value: values });
            }, method, ...args);
        }
    },

    count: function (done, method, ...args) {
        const report = { items: 0, in_order: true };
        invoke(method, args, (error, item, more) => {
            if (error) return done({ ...report, ...failure(error) });
            if (!more) return done(report);
            report.in_order = report.in_order && item === report.items;
            report.items++;
        });
    },
};

async function run() {
    for (const argument of process.argv.slice(3)) {
        const [kind, ...args] = JSON.parse(argument);
        peer.say(await new Promise(done => kinds[kind](done, ...args)));
    }
    process.exit(0);
}

peer.attach(client, options);
run();
