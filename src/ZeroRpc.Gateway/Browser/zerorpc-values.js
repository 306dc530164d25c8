// The values of zerorpc.js as JSON, and back.

/** A msgpack extension, which JavaScript has no type for. */
export class Extension {
  constructor(code, data) {
    this.code = code;
    this.data = data;
  }
}

/** JSON with what JSON does not have: bytes and extensions as tags, maps with other keys, integers of any size, NaN as a string. */
export function encode(value) {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Number.isFinite(value) ? String(value) : `"${value}"`;
    case "bigint":
    case "boolean":
      return String(value);
    case "object":
      return value === null ? "null" : encodeObject(value);
    default:
      return "null"; // undefined, functions and symbols, as JSON.stringify has them in arrays.
  }
}

function encodeObject(value) {
  if (Array.isArray(value)) {
    return `[${value.map(encode).join(",")}]`;
  }

  if (value instanceof Uint8Array) {
    return `{"$bytes":"${toBase64(value)}"}`;
  }

  if (value instanceof ArrayBuffer) {
    return encodeObject(new Uint8Array(value));
  }

  if (value instanceof Extension) {
    return `{"$ext":[${value.code},"${toBase64(value.data)}"]}`;
  }

  if (value instanceof Map) {
    return `{"$map":${encode([...value])}}`;
  }

  if (typeof value.toJSON === "function") {
    return encode(value.toJSON());
  }

  const fields = Object.entries(value).filter(([, field]) => field !== undefined && typeof field !== "function");
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${encode(field)}`).join(",")}}`;
}

/** Reads JSON, and the tags in it as the values for which they stand. */
export function decode(text) {
  const value = JSON.parse(text);
  return text.includes('"$') ? untag(value) : value;
}

function untag(value) {
  if (typeof value !== "object" || value === null) {
    return value;
  }

  const keys = Object.keys(value);
  for (const key of keys) {
    value[key] = untag(value[key]);
  }

  if (keys.length !== 1 || Array.isArray(value)) {
    return value;
  }

  const [key] = keys;
  const content = value[key];
  if (key === "$bytes" && typeof content === "string") {
    return fromBase64(content);
  }

  if (key === "$ext" && Array.isArray(content)) {
    return new Extension(content[0], fromBase64(content[1]));
  }

  if (key === "$map" && Array.isArray(content)) {
    return content.every(([name]) => typeof name === "string") ? Object.fromEntries(content) : new Map(content);
  }

  return value;
}

function toBase64(bytes) {
  let text = "";
  for (const byte of bytes) {
    text += String.fromCharCode(byte);
  }

  return btoa(text);
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
