// A call of zerorpc.js: a promise of a result, or an iterator of the items of a stream.

/** The number of items that the gateway sends ahead of the reader. */
export const DEFAULT_CREDITS = 64;

/** A call that has failed. `name` is the name of the error at the service, such as "ValueError", or one of the gateway's. */
export class CallError extends Error {
  constructor({ name, detail, status = 0, remote = false, traceback }, service, method) {
    super(detail);
    this.name = name;
    this.status = status;
    this.remote = remote;
    this.traceback = traceback;
    this.service = service;
    this.method = method;
  }
}

/**
 * A call. `await` it for a single result; read a stream by `for await`. Leaving the loop, `cancel()` and the signal cancel it. Nothing is
 * reported as unhandled while nobody has asked for the outcome.
 */
export class Call {
  #connection;
  #outcome; // { value } or { error }, once the call has ended.
  #items = [];
  #consumed = 0;
  #isStream = false;
  #wake = () => {};
  #waiters = [];
  #onAbort;

  constructor(service, method, options) {
    this.service = service;
    this.method = method;
    this.options = options;
  }

  /** Called by the connection, with what the call needs of it. */
  begin(connection) {
    this.#connection = connection;
    const { signal } = this.options;
    this.#onAbort = () => this.#abort(signal.reason);
    if (signal?.aborted) {
      this.#onAbort();
    } else {
      signal?.addEventListener("abort", this.#onAbort, { once: true });
    }
  }

  then(onResult, onError) {
    return this.#result().then(onResult, onError);
  }

  catch(onError) {
    return this.#result().catch(onError);
  }

  finally(onEnd) {
    return this.#result().finally(onEnd);
  }

  /** Cancels the call, which then fails with the name "Cancelled". */
  cancel() {
    this.#abort(new CallError({ name: "Cancelled", detail: `'${this.method}' was cancelled.`, status: 499 }, this.service, this.method));
  }

  async *[Symbol.asyncIterator]() {
    try {
      while (true) {
        while (this.#items.length > 0) {
          this.#grant();
          yield this.#items.shift();
        }

        if (this.#outcome?.error) {
          throw this.#outcome.error;
        }

        if (this.#outcome) {
          if (!this.#isStream && "value" in this.#outcome) {
            throw this.#misused(`'${this.method}' returns a single value: await it.`);
          }

          return;
        }

        await new Promise((resolve) => (this.#wake = resolve));
      }
    } finally {
      if (!this.#outcome) {
        this.cancel();
      }
    }
  }

  /** Called by the connection for each item. */
  add(item) {
    this.#isStream = true;
    this.#items.push(item);
    this.#wake();
    this.#settle();
  }

  /** Called by the connection when a stream has ended. */
  end() {
    this.#isStream = true;
    this.#finish({});
  }

  /** Called by the connection with a single result. */
  resolve(value) {
    this.#finish({ value });
  }

  /** Called by the connection with an error. */
  reject(error) {
    this.#finish({ error });
  }

  /** Called by the connection when it has no answer. */
  fail(name, detail) {
    this.reject(new CallError({ name, detail }, this.service, this.method));
  }

  #abort(reason) {
    if (!this.#outcome) {
      this.#connection.cancel();
      this.reject(reason);
    }
  }

  /** Half of the window at a time: a frame for each item would cost as much as the item. */
  #grant() {
    const credits = this.options.credits ?? DEFAULT_CREDITS;
    if (++this.#consumed >= Math.max(1, credits >> 1)) {
      this.#connection.credit(this.#consumed);
      this.#consumed = 0;
    }
  }

  #finish(outcome) {
    if (this.#outcome) {
      return;
    }

    this.#outcome = outcome;
    this.options.signal?.removeEventListener("abort", this.#onAbort);
    this.#wake();
    this.#settle();
  }

  #result() {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.#settle();
    });
  }

  /** Answers those who await the call. A stream is no single result, which its first item shows. */
  #settle() {
    if (this.#waiters.length === 0 || !(this.#outcome || this.#isStream)) {
      return;
    }

    const waiters = this.#waiters;
    this.#waiters = [];
    for (const { resolve, reject } of waiters) {
      if (this.#outcome?.error) {
        reject(this.#outcome.error);
      } else if (this.#isStream) {
        reject(this.#misused(`'${this.method}' streams: read it by for await.`));
      } else {
        resolve(this.#outcome.value);
      }
    }

    if (this.#isStream && !this.#outcome) {
      this.cancel(); // Nobody reads it.
    }
  }

  #misused(detail) {
    return new CallError({ name: "ProtocolError", detail }, this.service, this.method);
  }
}
