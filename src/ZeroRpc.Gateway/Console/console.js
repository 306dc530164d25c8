// The console of ZeroRpc.Gateway: it calls what the signed-in user may call, and talks to nobody but the gateway.

const gateway = document.querySelector("meta[name=zerorpc-gateway]").content;
const { connect, decode, encode, snakeCase } = await import(`${gateway}/zerorpc.js`);
const { inputFor, readInput, signatureOf, pretty, asCurl, asScript } = await import("./console-forms.js");
const connection = connect(gateway);
const historyKey = `zerorpc-console:${gateway}`;
const maxHistory = 50;
const maxShown = 1_000;
const $ = (id) => document.getElementById(id);

let current; // { service, method }
let running;

connection.addEventListener("statechange", showState);
$("filter").addEventListener("input", filterMethods);
$("call").addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
$("call").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  }
});
$("stop").addEventListener("click", () => running?.cancel());
$("clear").addEventListener("click", () => {
  localStorage.removeItem(historyKey);
  showHistory();
});
for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.addEventListener("click", () => selectTab(tab.id));
  tab.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      selectTab(tab.id === "tab-form" ? "tab-json" : "tab-form");
      document.querySelector("[role=tab][aria-selected=true]").focus();
    }
  });
}

showHistory();
await showServices();

function showState() {
  $("state").textContent = { connecting: "Connecting …", open: "Connected", closed: "Closed" }[connection.state];
}

async function get(path) {
  const response = await fetch(`${gateway}${path}`);
  const body = await response.json();
  if (!response.ok) {
    throw Object.assign(new Error(body.detail), { name: body.name });
  }

  return body;
}

async function showServices() {
  const { services } = await get("");
  $("services").replaceChildren(...await Promise.all(services.map(serviceList)));
  if (services.length === 0) {
    $("services").append(element("p", "You may call nothing here. Sign in, and reload the page."));
  }
}

async function serviceList(name) {
  const part = element("div");
  part.append(element("h3", name));
  try {
    const service = await get(`/${encodeURIComponent(name)}`);
    const list = element("ul");
    list.append(...service.methods.map((method) => methodItem(name, method)));
    part.append(list);
  } catch (error) {
    part.append(element("p", `${error.name}: ${error.message}`));
  }

  return part;
}

function methodItem(service, method) {
  const button = element("button", method.name);
  button.type = "button";
  button.dataset.key = `${service} ${method.name}`.toLowerCase();
  button.addEventListener("click", () => choose(service, method, button));
  const item = element("li");
  item.append(button);
  return item;
}

function filterMethods() {
  const text = $("filter").value.toLowerCase();
  for (const button of document.querySelectorAll("nav li button")) {
    button.parentElement.hidden = !button.dataset.key.includes(text);
  }
}

function choose(service, method, button) {
  current = { service, method };
  document.querySelector("nav [aria-current]")?.removeAttribute("aria-current");
  button?.setAttribute("aria-current", "true");
  $("name").textContent = `${service}.${method.name}`;
  $("signature").textContent = signatureOf(method);
  $("doc").textContent = method.doc ?? "";
  $("invalid").textContent = "";
  $("json").value = "[]";
  $("call").hidden = false;
  const fields = (method.parameters ?? []).map((parameter, index) => inputFor(parameter, `argument-${index}`));
  $("panel-form").replaceChildren(...fields);
  if (fields.length === 0) {
    const isTold = Boolean(method.parameters);
    $("panel-form").append(element("p", isTold ? "It takes no arguments." : "The service does not tell its parameters: give them as JSON."));
  }

  selectTab(method.parameters ? "tab-form" : "tab-json");
  (method.parameters?.length ? $("argument-0") : $("run")).focus();
}

function selectTab(id) {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const isSelected = tab.id === id;
    tab.setAttribute("aria-selected", String(isSelected));
    tab.tabIndex = isSelected ? 0 : -1;
    $(tab.getAttribute("aria-controls")).hidden = !isSelected;
  }
}

/** The arguments of the panel that is shown. By name, so that optional ones in the middle can be left out. */
function readArguments() {
  if (!$("panel-json").hidden) {
    return decode($("json").value);
  }

  const args = {};
  current.method.parameters.forEach((parameter, index) => {
    const value = readInput(parameter, $(`argument-${index}`));
    if (value !== undefined) {
      args[parameter.name] = value;
    }
  });
  return Object.keys(args).length === 0 ? [] : args;
}

async function run() {
  let args;
  try {
    args = readArguments();
    $("invalid").textContent = "";
  } catch (error) {
    $("invalid").textContent = error.message;
    return;
  }

  running?.cancel();
  const { service, method } = current;
  const seconds = Number.parseFloat($("timeout").value);
  const timeout = seconds > 0 ? Math.ceil(seconds * 1000) : undefined;
  $("curl").textContent = asCurl(new URL(gateway, location.href).href, service, method, encode(args), timeout);
  $("script").textContent = asScript(gateway, service, method, args, timeout, snakeCase, encode);
  $("result-section").hidden = false;
  $("stop").disabled = false;
  const call = connection.call(service, method.name, args, { timeout });
  running = call;
  const outcome = await show(call);
  if (running === call) {
    running = undefined;
    $("stop").disabled = true;
  }

  remember({ service, method: method.name, args: encode(args), outcome });
}

/** Shows what comes, a value or the items of a stream. */
async function show(call) {
  const started = performance.now();
  const output = $("result");
  const isShown = () => running === call;
  output.className = "";
  output.textContent = "";
  let first;
  let count = 0;
  const time = () => `${(performance.now() - started).toFixed(1)} ms`;
  const tell = (text) => isShown() && ($("timing").textContent = text);
  tell("Waiting …");
  try {
    for await (const item of call) {
      first ??= time();
      count++;
      if (isShown()) {
        output.append(`${pretty(item)}\n`);
        while (output.childNodes.length > maxShown) {
          output.firstChild.remove();
        }

        output.scrollTop = output.scrollHeight;
      }

      tell(`Item ${count}, the first after ${first}`);
    }

    tell(`${count} items in ${time()}, the first after ${first ?? "none"}`);
    return `${count} items, ${time()}`;
  } catch (error) {
    if (error.name === "ProtocolError" && !error.remote && error.status === 0) {
      const value = pretty(await call); // A single value, which has come.
      isShown() && output.append(value);
      tell(`Answered in ${time()}`);
      return time();
    }

    if (isShown()) {
      output.classList.add("bad");
      output.append([`${error.name}: ${error.message}`, error.traceback].filter(Boolean).join("\n\n"));
    }

    tell(`${error.remote ? "The service failed" : "Failed"} after ${time()}${error.status ? `, status ${error.status}` : ""}`);
    return error.name;
  }
}

function readHistory() {
  try {
    return JSON.parse(localStorage.getItem(historyKey)) ?? [];
  } catch {
    return [];
  }
}

function remember(entry) {
  localStorage.setItem(historyKey, JSON.stringify([entry, ...readHistory()].slice(0, maxHistory)));
  showHistory();
}

function showHistory() {
  const entries = readHistory();
  $("history").replaceChildren(...entries.map(historyItem));
  $("clear").hidden = entries.length === 0;
  if (entries.length === 0) {
    $("history").append(element("li", "No calls yet."));
  }
}

function historyItem(entry) {
  const button = element("button");
  button.type = "button";
  const outcome = element("span", entry.outcome);
  outcome.className = /\d ms$/.test(entry.outcome) ? "good" : "bad";
  button.append(element("code", `${entry.service}.${entry.method} ${entry.args}`), outcome);
  button.addEventListener("click", () => repeat(entry));
  const item = element("li");
  item.append(button);
  return item;
}

/** Brings the arguments of an earlier call back, without making it. */
function repeat(entry) {
  const key = `${entry.service} ${entry.method}`.toLowerCase();
  const button = [...document.querySelectorAll("nav li button")].find((each) => each.dataset.key === key);
  if (button) {
    button.click();
    selectTab("tab-json");
    $("json").value = entry.args;
    $("json").focus();
  }
}

function element(name, text = "") {
  const created = document.createElement(name);
  created.textContent = text;
  return created;
}
