// The JavaScript client of ZeroRpc.Gateway: calls and streams over one WebSocket. docs/gateway.md describes its frames.

import { Call, CallError, DEFAULT_CREDITS } from "./zerorpc-call.js";
import { decode, encode, Extension } from "./zerorpc-values.js";

export { Call, CallError, decode, encode, Extension };

const PROTOCOL = "zerorpc.json";
const SIGN_IN_ENDED = 4401;
const MAX_BATCH = 16_384;

/**
 * Connects to a gateway. The connection opens at once, opens again after it was lost, and is closed by `close()`.
 * @param {string | URL} url The address of the gateway, such as "/rpc" or "https://example.com/rpc".
 * @param {object} [options] See zerorpc.d.ts.
 */
export function connect(url, options) {
  return new Connection(url, options);
}

/** The connection to a gateway. It is an EventTarget: "statechange" tells that `state` has changed. */
export class Connection extends EventTarget {
  #url;
  #options;
  #socket;
  #outgoing = [];
  #state = "connecting";
  #calls = new Map();
  #waiting = [];
  #lastId = 0;
  #attempts = 0;
  #timer;
  #alive;

  constructor(url, options = {}) {
    super();
    this.#options = {
      WebSocket: globalThis.WebSocket,
      connectTimeout: 10_000,
      minDelay: 250,
      maxDelay: 10_000,
      pingInterval: 30_000,
      ...options,
    };
    if (!this.#options.WebSocket) {
      throw new TypeError("This runtime has no WebSocket: give one by the option WebSocket, such as that of the package ws.");
    }

    this.#url = socketUrl(url);
    this.#open();
  }

  /** "connecting", "open" or "closed". */
  get state() {
    return this.#state;
  }

  /**
   * Returns a service, whose methods are functions: `service("cooler").addCool("x")` calls `add_cool`.
   * @param {string} name The name of the service in the gateway.
   * @param {object} [options] Options for all calls: signal, timeout, credits, headers, naming.
   */
  service(name, options = {}) {
    return serviceProxy(this, name, options);
  }

  /** Calls a method by its exact name. */
  call(service, method, args = [], options = {}) {
    const call = new Call(service, method, options);
    call.begin(this.#begin(call, args));
    return call;
  }

  /** Closes the connection. Calls that have not ended fail. */
  close() {
    if (this.#state === "closed") {
      return;
    }

    this.#setState("closed");
    clearTimeout(this.#timer);
    clearInterval(this.#alive);
    this.#failAll("ConnectionClosed", "The connection was closed.");
    this.#outgoing = [];
    this.#socket?.close(1000);
  }

  /** Returns what a call needs of the connection. */
  #begin(call, args) {
    const id = ++this.#lastId;
    const { timeout, credits = DEFAULT_CREDITS, headers } = call.options;
    const text = encode({ type: "call", id, service: call.service, method: call.method, args, credits, timeout, headers });
    const entry = { id, call, text, isSent: false, limit: undefined };
    if (this.#state === "closed") {
      queueMicrotask(() => call.fail("ConnectionClosed", "The connection was closed: the call was not sent."));
      return { credit: () => {}, cancel: () => {} };
    }

    this.#calls.set(id, entry);
    if (this.#state === "open") {
      this.#send(entry);
    } else {
      this.#waiting.push(entry);
      entry.limit = setTimeout(() => this.#giveUp(entry), this.#options.connectTimeout);
    }

    return {
      credit: (items) => this.#calls.has(id) && this.#sendFrame({ type: "credit", id, items }),
      cancel: () => this.#cancel(entry),
    };
  }

  #send(entry) {
    clearTimeout(entry.limit);
    entry.isSent = true;
    this.#post(entry.text);
    entry.text = undefined;
  }

  #sendFrame(frame) {
    if (this.#state === "open") {
      this.#post(encode(frame));
    }
  }

  /** Frames of the same moment share messages, a frame a line. */
  #post(text) {
    this.#outgoing.push(text);
    if (this.#outgoing.length === 1) {
      queueMicrotask(() => this.#flush());
    }
  }

  #flush() {
    let message = "";
    for (const text of this.#outgoing.splice(0)) {
      if (message && message.length + text.length > MAX_BATCH) {
        this.#socket?.send(message);
        message = "";
      }

      message += message ? `\n${text}` : text;
    }

    this.#socket?.send(message);
  }

  #cancel(entry) {
    if (this.#calls.delete(entry.id) && entry.isSent) {
      this.#sendFrame({ type: "cancel", id: entry.id });
    }

    clearTimeout(entry.limit);
    this.#waiting = this.#waiting.filter((other) => other !== entry);
  }

  #giveUp(entry) {
    this.#cancel(entry);
    entry.call.fail("NotConnected", "The gateway cannot be reached: the call was not sent.");
  }

  #open() {
    const socket = new this.#options.WebSocket(this.#url, PROTOCOL);
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = (message) => this.#received(message.data);
    socket.onerror = () => {}; // "close" follows, also when the connection was never open.
    socket.onclose = (end) => this.#socket === socket && this.#lost(end);
  }

  #opened() {
    this.#attempts = 0;
    this.#setState("open");
    const waiting = this.#waiting;
    this.#waiting = [];
    waiting.forEach((entry) => this.#send(entry));
    this.#watch();
  }

  /** Finds a gateway that is gone although the connection seems open, as after a laptop has slept. */
  #watch() {
    let isAnswered = true;
    this.#heard = () => (isAnswered = true);
    this.#alive = setInterval(() => {
      if (!isAnswered) {
        const socket = this.#socket;
        this.#lost({ code: 1006, reason: "" });
        socket.close();
        return;
      }

      isAnswered = false;
      this.#sendFrame({ type: "ping" });
    }, this.#options.pingInterval);
    this.#alive.unref?.();
  }

  #heard = () => {};

  /** What was sent is never sent again: whether it has run is unknown. What waits is sent by the next connection. */
  #lost({ code, reason }) {
    clearInterval(this.#alive);
    if (this.#state === "closed") {
      return;
    }

    this.#socket = undefined;
    this.#outgoing = [];
    this.#setState("connecting");
    const [name, detail] = code === SIGN_IN_ENDED
      ? ["SignInEnded", "The sign-in has ended."]
      : ["ConnectionLost", `The connection to the gateway was lost${reason ? `: ${reason}` : ""}. Whether the call has run is unknown.`];
    for (const entry of [...this.#calls.values()].filter((each) => each.isSent)) {
      this.#calls.delete(entry.id);
      entry.call.fail(name, detail);
    }

    const { minDelay, maxDelay } = this.#options;
    const delay = Math.min(maxDelay, minDelay * 2 ** this.#attempts++);
    this.#timer = setTimeout(() => this.#open(), delay * (0.5 + Math.random() / 2)); // Not all clients of a gateway at once.
  }

  #failAll(name, detail) {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    this.#waiting = [];
    calls.forEach((entry) => {
      clearTimeout(entry.limit);
      entry.call.fail(name, detail);
    });
  }

  #received(message) {
    this.#heard();
    for (const text of message.split("\n")) {
      this.#handle(decode(text));
    }
  }

  #handle(frame) {
    const entry = this.#calls.get(frame.id);
    if (!entry) {
      return; // A call that was cancelled, or a pong.
    }

    if (frame.type === "item") {
      entry.call.add(frame.value);
      return;
    }

    this.#calls.delete(frame.id);
    if (frame.type === "result") {
      entry.call.resolve(frame.value);
    } else if (frame.type === "done") {
      entry.call.end();
    } else {
      entry.call.reject(new CallError(frame.error, entry.call.service, entry.call.method));
    }
  }

  #setState(state) {
    if (this.#state !== state) {
      this.#state = state;
      this.dispatchEvent(new Event("statechange"));
    }
  }
}

/** The methods of a service as functions. */
function serviceProxy(connection, name, options) {
  const naming = options.naming ?? snakeCase;
  const target = {
    /** Calls a method by its exact name. */
    call: (method, args, more) => connection.call(name, method, args, { ...options, ...more }),
    /** Returns the same service with further options for its calls. */
    with: (more) => serviceProxy(connection, name, { ...options, ...more }),
  };
  return new Proxy(target, {
    get(own, key) {
      if (typeof key === "symbol" || key === "then") {
        return undefined; // Otherwise `await` would take the service for a promise.
      }

      return (own[key] ??= (...args) => connection.call(name, naming(key), args, options));
    },
  });
}

/** addCool -> add_cool, the names of Python. Names without capital letters stay as they are. */
export function snakeCase(name) {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function socketUrl(url) {
  const absolute = new URL(url, globalThis.location?.href);
  absolute.protocol = absolute.protocol.replace(/^http/, "ws");
  return absolute.href;
}
