"use strict";

// The board on which a person draws, or on which a chosen picture is shown.
// Strokes are lists of points in board widths, so that they survive resizing and a change of theme.
const PEN = 0.075; // a stroke's width; about that of MNIST's digits
const STEP = 0.03; // how far an arrow key moves the pen
const SENT = 196; // side of the picture that is sent: seven times the network's

const element = (id) => document.getElementById(id);
const board = element("board");
const strokes = [];
let picture = null; // {bitmap, blob} where a picture is shown instead
let drawable = false; // whether the model takes drawings at all
let stroke = null; // the one that is being drawn
let pen = { x: 0.5, y: 0.5, shown: false }; // the keyboard's pen

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
  if (picture) {
    fit(context, picture.bitmap, size);
  }
  trace(context, size, style.getPropertyValue("--ink"));
  if (pen.shown) {
    context.beginPath();
    context.arc(pen.x * size, pen.y * size, (PEN * size) / 2 + 3, 0, 2 * Math.PI);
    context.lineWidth = 2 * devicePixelRatio;
    context.strokeStyle = style.getPropertyValue("--accent");
    context.stroke();
  }
}

function undo() {
  if (!drawable) {
    return;
  }
  stroke = null;
  strokes.pop();
  changed();
}

function clearAll() {
  stroke = null;
  strokes.length = 0;
  picture = null;
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
  if (event.button !== 0 || !drawable) {
    return;
  }
  picture = null;
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
  if (!drawable) {
    return;
  }
  if (event.key === " ") {
    event.preventDefault();
    pen.shown = true;
    if (stroke) {
      stroke = null;
      paint();
    } else {
      picture = null;
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

new ResizeObserver(paint).observe(board);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);

/** The drawing as the service takes it: white on black. */
function drawing() {
  return new Promise((done) => {
    const canvas = document.createElement("canvas");
    canvas.width = SENT;
    canvas.height = SENT;
    const context = canvas.getContext("2d");
    context.fillStyle = "#000";
    context.fillRect(0, 0, SENT, SENT);
    trace(context, SENT, "#fff");
    canvas.toBlob(done, "image/png");
  });
}
