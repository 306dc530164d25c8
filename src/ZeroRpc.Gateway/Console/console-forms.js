// Inputs for the parameters of a method, and texts for a call.

const plainType = (type) => (type ?? "any").replace(/\?$/, "");

/** An input for a parameter, with its label. */
export function inputFor(parameter, id) {
  const type = plainType(parameter.type);
  const field = document.createElement("div");
  const label = document.createElement("label");
  label.htmlFor = id;
  label.textContent = `${parameter.name} `;
  const hint = document.createElement("small");
  const byDefault = parameter.required ? "" : `default ${JSON.stringify(parameter.default)}`;
  hint.textContent = [parameter.type ?? "JSON", byDefault].filter(Boolean).join(", ");
  label.append(hint);
  const input = createInput(type);
  input.id = id;
  input.required = parameter.required && type !== "str" && type !== "bool";
  field.append(label, input);
  return field;
}

function createInput(type) {
  if (type === "bool") {
    const select = document.createElement("select");
    select.append(new Option("", ""), new Option("true"), new Option("false"));
    return select;
  }

  const isLong = ["any", "list", "tuple", "dict", "ext"].includes(type);
  const input = document.createElement(isLong ? "textarea" : "input");
  input.autocomplete = "off";
  input.spellcheck = false;
  if (isLong) {
    input.rows = 2;
    input.placeholder = "JSON";
  } else {
    input.inputMode = ["int", "float", "decimal"].includes(type) ? "decimal" : "text";
    input.placeholder = { bytes: "base64", datetime: "2026-12-01T10:00:00Z" }[type] ?? "";
  }

  return input;
}

/** The value of an input. Undefined for an optional parameter that is left out. */
export function readInput(parameter, input) {
  const type = plainType(parameter.type);
  const text = input.value;
  if (text === "" && (!parameter.required || type !== "str")) {
    if (parameter.required) {
      throw new Error(`${parameter.name} is missing.`);
    }

    return undefined;
  }

  switch (type) {
    case "str":
    case "bytes":
    case "datetime":
      return text;
    case "bool":
      return text === "true";
    case "int":
      return readNumber(parameter, text, /^[+-]?\d+$/, BigInt);
    case "float":
    case "decimal":
      return ["NaN", "Infinity", "-Infinity"].includes(text) ? text : readNumber(parameter, text, /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, Number);
    default:
      return readJson(parameter, text);
  }
}

function readNumber(parameter, text, pattern, convert) {
  if (!pattern.test(text.trim())) {
    throw new Error(`${parameter.name} is no ${plainType(parameter.type)}.`);
  }

  return convert(text.trim());
}

function readJson(parameter, text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${parameter.name} is no JSON: ${error.message}`);
  }
}

/** A signature as Python writes it. */
export function signatureOf(method) {
  const parameters = method.parameters?.map(({ name, type, required, default: value }) =>
    `${name}${type ? `: ${type}` : ""}${required ? "" : ` = ${JSON.stringify(value)}`}`);
  const result = method.stream ? `stream of ${method.returns ?? "any"}` : method.returns;
  return `(${parameters?.join(", ") ?? "…"})${result ? ` → ${result}` : ""}`;
}

/** A value as JSON with indentation. */
export function pretty(value) {
  return JSON.stringify(value, (_, part) => {
    if (part instanceof Uint8Array) {
      return { $bytes: btoa(String.fromCharCode(...part)) };
    }

    return part instanceof Map ? { $map: [...part] } : part;
  }, 2);
}

const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** The call at a shell. */
export function asCurl(url, service, method, json, timeout) {
  return [
    `curl ${quote(`${url}/${encodeURIComponent(service)}/${encodeURIComponent(method.name)}`)}`,
    "-H 'Content-Type: application/json'",
    method.stream && "-N -H 'Accept: text/event-stream'",
    timeout && `-H 'ZeroRpc-Timeout-Ms: ${timeout}'`,
    `-d ${quote(json)}`,
  ].filter(Boolean).join(" \\\n  ");
}

/** The call in JavaScript. */
export function asScript(gateway, service, method, args, timeout, snakeCase, encode) {
  const camel = method.name.replace(/(?<=[a-z0-9])_([a-z])/g, (_, letter) => letter.toUpperCase());
  const list = Array.isArray(args) ? args.map(encode).join(", ") : undefined;
  const isPlain = list !== undefined && /^[A-Za-z_$][\w$]*$/.test(camel) && snakeCase(camel) === method.name && !timeout;
  const more = timeout ? `, { timeout: ${timeout} }` : "";
  const call = isPlain ? `${camel}(${list})` : `call(${JSON.stringify(method.name)}, ${encode(args)}${more})`;
  return [
    `import { connect } from "${gateway}/zerorpc.js";`,
    `const service = connect("${gateway}").service(${JSON.stringify(service)});`,
    method.stream ? `for await (const item of service.${call}) console.log(item);` : `console.log(await service.${call});`,
  ].join("\n");
}
