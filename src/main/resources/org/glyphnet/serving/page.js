"use strict";

// Strokes are lists of points in board widths, so that they survive resizing and a change of theme.
const PEN = 0.075; // a stroke's width; about that of MNIST's digits
const STEP = 0.03; // how far an arrow key moves the pen
const SENT = 196; // side of the picture that is sent: seven times the network's

const element = (id) => document.getElementById(id);
const board = element("board");
const seen = element("seen");
const strokes = [];
let model = null;
let rows = [];
let stroke = null; // the one that is being drawn
let pen = { x: 0.5, y: 0.5, shown: false }; // the keyboard's pen

// ---- Drawing

function trace(context, size, colour) {
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = PEN * size;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const points of strokes) {
    context.beginPath();
    if (points.length === 1) {
      context.arc(points[0].x * size, points[0].y * size, (PEN * size) / 2, 0, 2 * Math.PI);
      context.fill();
      continue;
    }
    context.moveTo(points[0].x * size, points[0].y * size);
    // Curves through the middles of neighbouring points: a hand draws no corners between samples.
    for (let i = 1; i < points.length - 1; i++) {
      const x = (points[i].x + points[i + 1].x) / 2;
      const y = (points[i].y + points[i + 1].y) / 2;
      context.quadraticCurveTo(points[i].x * size, points[i].y * size, x * size, y * size);
    }
    const last = points[points.length - 1];
    context.lineTo(last.x * size, last.y * size);
    context.stroke();
  }
}

function paint() {
  const size = Math.round(board.clientWidth * devicePixelRatio);
  if (board.width !== size) {
    board.width = size;
    board.height = size;
  }
  const style = getComputedStyle(document.documentElement);
  const context = board.getContext("2d");
  context.clearRect(0, 0, size, size);
  trace(context, size, style.getPropertyValue("--ink"));
  if (pen.shown) {
    context.beginPath();
    context.arc(pen.x * size, pen.y * size, (PEN * size) / 2 + 3, 0, 2 * Math.PI);
    context.lineWidth = 2 * devicePixelRatio;
    context.strokeStyle = style.getPropertyValue("--accent");
    context.stroke();
  }
}

function changed() {
  const empty = strokes.length === 0;
  element("hint").hidden = !empty;
  element("undo").disabled = empty;
  element("clear").disabled = empty;
  paint();
  if (empty) {
    forget();
  } else {
    ask();
  }
}

function undo() {
  stroke = null;
  strokes.pop();
  changed();
}

function clearAll() {
  stroke = null;
  strokes.length = 0;
  changed();
}

function place(event) {
  const frame = board.getBoundingClientRect();
  return {
    x: (event.clientX - frame.left) / frame.width,
    y: (event.clientY - frame.top) / frame.height,
  };
}

board.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) {
    return;
  }
  board.setPointerCapture(event.pointerId);
  pen.shown = false;
  stroke = [place(event)];
  strokes.push(stroke);
  changed();
});

board.addEventListener("pointermove", (event) => {
  if (!stroke || !board.hasPointerCapture(event.pointerId)) {
    return;
  }
  const moves = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
  for (const move of moves.length > 0 ? moves : [event]) {
    stroke.push(place(move));
  }
  changed();
});

for (const end of ["pointerup", "pointercancel"]) {
  board.addEventListener(end, () => {
    stroke = null;
  });
}

const ARROWS = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

board.addEventListener("keydown", (event) => {
  if (event.key === " ") {
    event.preventDefault();
    pen.shown = true;
    if (stroke) {
      stroke = null;
      paint();
    } else {
      stroke = [{ x: pen.x, y: pen.y }];
      strokes.push(stroke);
      changed();
    }
  } else if (ARROWS[event.key]) {
    event.preventDefault();
    pen.shown = true;
    pen.x = Math.min(1, Math.max(0, pen.x + ARROWS[event.key][0]));
    pen.y = Math.min(1, Math.max(0, pen.y + ARROWS[event.key][1]));
    if (stroke) {
      stroke.push({ x: pen.x, y: pen.y });
      changed();
    } else {
      paint();
    }
  }
});

board.addEventListener("blur", () => {
  pen.shown = false;
  paint();
});

document.addEventListener("keydown", (event) => {
  if (event.target.tagName === "INPUT" || event.altKey) {
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
new ResizeObserver(paint).observe(board);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);

// ---- Asking: one request under way; while it is, only the newest drawing waits.

let asking = false;
let waiting = false;

async function ask() {
  waiting = true;
  if (asking || !model) {
    return;
  }
  asking = true;
  while (waiting && strokes.length > 0) {
    waiting = false;
    await answer();
  }
  asking = false;
}

async function answer() {
  const picture = await new Promise((done) => {
    const canvas = document.createElement("canvas");
    canvas.width = SENT;
    canvas.height = SENT;
    const context = canvas.getContext("2d");
    context.fillStyle = "#000";
    context.fillRect(0, 0, SENT, SENT);
    trace(context, SENT, "#fff");
    canvas.toBlob(done, "image/png");
  });
  const start = performance.now();
  const reply = await call(
    `v1/models/${encodeURIComponent(model.model)}:image?preparation=mnist&pixels=true`,
    { method: "POST", body: picture },
  );
  if (reply && strokes.length > 0) {
    show(reply.predictions[0], reply.pixels);
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

// ---- Showing

function percent(probability) {
  return `${(100 * probability).toFixed(1)} %`;
}

function show(prediction, pixels) {
  const best = prediction.prediction;
  prediction.probabilities.forEach((probability, number) => {
    const row = rows[number];
    row.item.classList.toggle("best", number === best);
    row.fill.style.transform = `translateX(${100 * (probability - 1)}%)`;
    row.track.setAttribute("aria-valuenow", (100 * probability).toFixed(1));
    row.value.textContent = percent(probability);
  });
  const others = prediction.probabilities.map((value, number) => ({ value, number }));
  others.sort((a, b) => b.value - a.value);
  const second = others[1];
  const doubt = second.value > 0.1 ? `, or ${model.labels[second.number]}` : "";
  document.body.classList.remove("empty");
  setGuess(prediction.label);
  element("sure").textContent = `${percent(prediction.probabilities[best])} sure${doubt}`;
  element("live").textContent = `${prediction.label}, ${element("sure").textContent}`;
  const image = seen.getContext("2d").createImageData(28, 28);
  const bytes = atob(pixels);
  for (let i = 0; i < bytes.length; i++) {
    image.data.fill(bytes.charCodeAt(i), 4 * i, 4 * i + 3);
    image.data[4 * i + 3] = 255;
  }
  seen.getContext("2d").putImageData(image, 0, 0);
}

function forget() {
  document.body.classList.add("empty");
  setGuess("–");
  element("sure").textContent = "Nothing drawn yet";
  element("live").textContent = "";
  element("time").textContent = "\u00a0";
  seen.getContext("2d").clearRect(0, 0, 28, 28);
  for (const row of rows) {
    row.item.classList.remove("best");
    row.fill.style.transform = "";
    row.track.setAttribute("aria-valuenow", "0");
    row.value.textContent = "";
  }
}

function setGuess(label) {
  element("guess").textContent = label;
  element("guess").dataset.length = label.length > 2 ? "long" : label.length;
}

function makeRow(label) {
  const item = document.createElement("li");
  const [name, track, fill, value] = ["span", "div", "div", "span"].map((tag) =>
    document.createElement(tag),
  );
  name.textContent = label;
  track.className = "track";
  track.setAttribute("role", "meter");
  track.setAttribute("aria-label", label);
  track.setAttribute("aria-valuemin", "0");
  track.setAttribute("aria-valuemax", "100");
  fill.className = "fill";
  value.className = "value";
  track.append(fill);
  item.append(name, track, value);
  return { item, track, fill, value };
}

async function start() {
  model = await call("about");
  if (!model) {
    return;
  }
  element("model").textContent = `${model.model}, version ${model.version}`;
  element("report").hidden = !model.report;
  rows = model.labels.map(makeRow);
  element("bars").replaceChildren(...rows.map((row) => row.item));
  const [height, width, channels] = model.shape;
  if (height !== 28 || width !== 28 || channels !== 1) {
    say(
      `This model takes ${width} x ${height} pixels in ${channels} channels; ` +
        "only models for 28 x 28 grey pixels can be drawn for. Its API answers all the same.",
    );
  }
  changed(); // what was drawn while this loaded, too
}

element("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("token", element("token").value);
  start();
});

start();
