/** What a call can carry. */
export type Json =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | Extension
  | Map<any, any>
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** The services of a gateway. The declarations of a live service, `/rpc/{service}.d.ts`, add themselves here. */
export interface Services {}

/** Options of one call, or of all calls of a service. */
export interface CallOptions {
  /** Cancels the call. */
  signal?: AbortSignal;
  /** How long the call may take, in milliseconds, a stream to its end. By default the gateway's limit for the first reply counts. */
  timeout?: number;
  /** How many items of a stream are sent ahead of the reader. The default is 64. */
  credits?: number;
  /** Entries for the header of the request, as far as the gateway allows them. */
  headers?: Record<string, Json>;
}

export interface ServiceOptions extends CallOptions {
  /** The name of a method on the wire for its name in JavaScript. The default is `snakeCase`. */
  naming?: (name: string) => string;
}

export interface ConnectOptions {
  /** The class for WebSockets. By default the runtime's own; Node 20 has none: give that of the package ws. */
  WebSocket?: any;
  /** How long a call waits for a connection, in milliseconds. The default is 10,000. */
  connectTimeout?: number;
  /** The first delay before connecting again, in milliseconds. It doubles with each attempt. The default is 250. */
  minDelay?: number;
  /** The longest delay, in milliseconds. The default is 10,000. */
  maxDelay?: number;
  /** The interval of the pings that find a lost gateway, in milliseconds. The default is 30,000. */
  pingInterval?: number;
}

/** A call that has failed. */
export class CallError extends Error {
  /** The name of the error at the service, such as "ValueError", or one of the gateway's or of this client's. */
  name: string;
  /** The HTTP status code that stands for the error; 0 if the gateway has not answered. */
  readonly status: number;
  /** Whether the service has sent the error. */
  readonly remote: boolean;
  readonly traceback?: string;
  readonly service: string;
  readonly method: string;
}

/** A msgpack extension. */
export class Extension {
  constructor(code: number, data: Uint8Array);
  readonly code: number;
  readonly data: Uint8Array;
}

/** A call of a method that returns a single value. */
export interface Call<T> extends PromiseLike<T> {
  catch<R = never>(onError?: ((error: any) => R | PromiseLike<R>) | null): Promise<T | R>;
  finally(onEnd?: (() => void) | null): Promise<T>;
  cancel(): void;
}

/** A call of a method that streams. Leaving the loop cancels it. */
export interface Stream<T> extends AsyncIterable<T> {
  cancel(): void;
}

/** What every service has beside its methods. */
export interface ServiceProxy {
  /** Calls a method by its exact name. */
  call(method: string, args?: readonly Json[], options?: CallOptions): Call<any> & Stream<any>;
  /** Returns the same service with further options for its calls. */
  with(options: ServiceOptions): this;
}

/** A service without declarations. */
export type UntypedService = ServiceProxy & { [method: string]: (...args: any[]) => Call<any> & Stream<any> };

export class Connection extends EventTarget {
  readonly state: "connecting" | "open" | "closed";
  service<K extends keyof Services>(name: K, options?: ServiceOptions): Services[K];
  service<T = UntypedService>(name: string, options?: ServiceOptions): T;
  call(service: string, method: string, args?: readonly Json[], options?: CallOptions): Call<any> & Stream<any>;
  close(): void;
}

/** Connects to a gateway. */
export function connect(url: string | URL, options?: ConnectOptions): Connection;

/** addCool -> add_cool. */
export function snakeCase(name: string): string;
