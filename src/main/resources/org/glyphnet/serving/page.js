"use strict";

// Puts the board, the pictures and the answer together: what is shown is sent, the reply is shown.

function isEmpty() {
  return strokes.length === 0 && !picture;
}

function changed() {
  element("hint").hidden = !isEmpty();
  element("undo").disabled = strokes.length === 0;
  element("clear").disabled = isEmpty();
  paint();
  if (isEmpty()) {
    forget();
  } else {
    ask();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.target.tagName === "INPUT" || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  if (event.key === "Escape") {
    clearAll();
  } else if (event.key === "z" || event.key === "Backspace") {
    undo();
  }
});

element("undo").addEventListener("click", undo);
element("clear").addEventListener("click", clearAll);

// One request is under way; while it is, only the newest image waits.

let asking = false;
let waiting = false;

async function ask() {
  waiting = true;
  if (asking || !model) {
    return;
  }
  asking = true;
  while (waiting && !isEmpty()) {
    waiting = false;
    await answer();
  }
  asking = false;
}

async function answer() {
  const body = picture ? picture.blob : await drawing();
  // A drawing is framed as MNIST's digits were; a picture is prepared as the model's own images.
  const preparation = picture ? "auto" : "mnist";
  const start = performance.now();
  const reply = await call(
    `v1/models/${encodeURIComponent(model.model)}:image?preparation=${preparation}&pixels=true&heat=${model.explains}`,
    { method: "POST", body },
  );
  if (reply && !isEmpty()) {
    show(reply.predictions[0], reply.pixels, reply.heat);
    element("time").textContent = `Answered in ${Math.round(performance.now() - start)} ms`;
  }
}

async function call(path, options = {}) {
  const token = sessionStorage.getItem("token");
  if (token) {
    options.headers = { Authorization: `Bearer ${token}` };
  }
  try {
    const response = await fetch(path, options);
    const json = await response.json();
    element("token-form").hidden = response.status !== 401;
    if (response.ok) {
      element("notice").hidden = true;
      return json;
    }
    if (response.status !== 401) {
      say(json.error);
    }
  } catch {
    say("The service does not answer.");
  }
  return null;
}

function say(problem) {
  element("notice").textContent = problem;
  element("notice").hidden = false;
}

/** What kind of thing the classes are, by their names. */
function kind(labels) {
  const digits = labels.filter((label) => /^[0-9]$/.test(label)).length;
  const letters = labels.filter((label) => /^\p{L}$/u.test(label)).length;
  if (digits + letters < labels.length) {
    return labels.length <= 3 ? labels.join(" or ") : `one of ${labels.length} things`;
  }
  return letters === 0 ? "a digit" : digits === 0 ? "a letter" : "a letter or a digit";
}

/** Asks for what the model knows, in the way that it takes it. */
function askFor(labels) {
  document.body.classList.toggle("pictures", !drawable);
  board.tabIndex = drawable ? 0 : -1;
  board.setAttribute("aria-label", drawable ? "Drawing board" : "The picture");
  const known = kind(labels);
  element("wish").textContent = drawable ? `Draw ${known}` : `Drop a picture of ${known}`;
  element("way").textContent = drawable
    ? "with mouse, pen or finger"
    : "paste one, choose a file or take a photograph";
  const some = labels.slice(0, 6).join(", ");
  element("classes").textContent = /^(a digit|a letter)/.test(known)
    ? ""
    : `It knows ${some}${labels.length > 6 ? ` and ${labels.length - 6} more` : ""}.`;
}

/** Where there are several, each is a link. */
function showModels({ model: current, models }) {
  const links = models.map((name) => {
    const link = document.createElement("a");
    link.textContent = name;
    link.href = `?model=${encodeURIComponent(name)}`;
    if (name === current) {
      link.setAttribute("aria-current", "page");
    }
    return link;
  });
  element("models").replaceChildren(...links);
  element("models").hidden = links.length < 2;
}

async function start() {
  const wanted = new URLSearchParams(location.search).get("model");
  const query = wanted === null ? "" : `?model=${encodeURIComponent(wanted)}`;
  model = await call(`about${query}`);
  if (!model) {
    return;
  }
  showModels(model);
  element("report").href = `report${query}`;
  element("model").textContent = `${model.model}, version ${model.version}`;
  element("report").hidden = !model.report;
  rows = model.labels.map(makeRow);
  element("bars").replaceChildren(...rows.map((row) => row.item));
  const [height, width, channels] = model.shape;
  for (const canvas of [seen, heat]) {
    canvas.width = width;
    canvas.height = height;
  }
  element("heat-view").hidden = !model.explains;
  drawable = height === 28 && width === 28 && channels === 1;
  seen.setAttribute(
    "aria-label",
    `The image as ${width} by ${height} ${channels === 1 ? "grey" : "colour"} pixels`,
  );
  askFor(model.labels);
  changed();
}

element("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("token", element("token").value);
  start();
});

start();
