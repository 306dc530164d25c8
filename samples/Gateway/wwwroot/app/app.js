import { connect } from "/rpc/zerorpc.js";
import { MemoryChart } from "./memory-chart.js";

const connection = connect("/rpc");
const chat = connection.service("chat");
const machine = connection.service("machine");
const $ = (id) => document.getElementById(id);
let room;
let following;
let watching;

connection.addEventListener("statechange", () => {
  $("state").textContent = connection.state === "open" ? "Connected" : "Connecting …";
});
$("user").textContent = await (await fetch("/me")).text();
$("say").addEventListener("submit", say);
$("stop").addEventListener("click", () => (watching ? watching.cancel() : watch()));
watch();
await showRooms();

async function showRooms() {
  const names = await chat.rooms();
  $("rooms").append(...names.map((name) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => enter(name));
    return button;
  }));
  enter(names[0]);
}

function enter(name) {
  room = name;
  for (const button of $("rooms").children) {
    button.setAttribute("aria-pressed", String(button.textContent === name));
  }

  following?.cancel();
  follow(name);
}

/** Follows a room until another one is entered. After a lost connection it starts anew, with the latest messages. */
async function follow(name) {
  while (room === name) {
    $("messages").replaceChildren();
    following = chat.follow(name);
    try {
      for await (const message of following) {
        if (room !== name) {
          return;
        }

        show(message);
      }
    } catch (error) {
      if (error.name === "SignInEnded" || error.name === "SignInRequired") {
        location.assign("/sign-in.html");
        return;
      }

      if (error.name === "Cancelled") {
        return;
      }
    }

    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

function show({ user, text, at }) {
  const name = document.createElement("b");
  name.textContent = user;
  const head = document.createElement("div");
  head.className = "head";
  head.append(name, ` ${new Date(at * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`);
  const body = document.createElement("div");
  body.className = "text";
  body.textContent = text;
  const item = document.createElement("li");
  item.append(head, body);
  const messages = $("messages");
  messages.append(item);
  messages.scrollTop = messages.scrollHeight;
}

async function say(event) {
  event.preventDefault();
  try {
    await chat.say(room, $("text").value);
    $("text").value = "";
    $("refused").textContent = "";
  } catch (error) {
    $("refused").textContent = `Not sent: ${error.message}`;
  }
}

async function watch() {
  const chart = new MemoryChart($("chart"), $("legend"), $("total"));
  $("stop").textContent = "Stop";
  watching = machine.watchMemory(1);
  try {
    for await (const memory of watching) {
      chart.add(memory);
    }
  } catch (error) {
    if (error.name !== "Cancelled") {
      $("total").textContent = `${error.name}: ${error.message}`;
    }
  }

  watching = undefined;
  $("stop").textContent = "Start";
}
