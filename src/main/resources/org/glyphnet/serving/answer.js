"use strict";

// The answer: the guess, how sure it is, and the classes' probabilities.
const MOST_ROWS = 12; // of more classes only the likeliest are shown
const FEW_ROWS = 10;

const HEAT = [230, 48, 16]; // the hottest place's colour
const HOTTEST = 0.75; // how much of it lies over the image there

const seen = element("seen");
const heat = element("heat");
let model = null; // what the service says about it
let rows = []; // one for each class

function percent(probability) {
  return `${(100 * probability).toFixed(1)} %`;
}

function show(prediction, pixels, heatOfPixels) {
  const best = prediction.prediction;
  prediction.probabilities.forEach((probability, number) => {
    const row = rows[number];
    row.item.classList.toggle("best", number === best);
    row.fill.style.transform = `translateX(${100 * (probability - 1)}%)`;
    row.track.setAttribute("aria-valuenow", (100 * probability).toFixed(1));
    row.value.textContent = percent(probability);
  });
  const ranked = prediction.probabilities.map((value, number) => ({ value, number }));
  ranked.sort((a, b) => b.value - a.value);
  choose(ranked);
  const second = ranked[1];
  const doubt = second && second.value > 0.1 ? `, or ${model.labels[second.number]}` : "";
  document.body.classList.remove("empty");
  setGuess(prediction.label);
  element("sure").textContent = `${percent(prediction.probabilities[best])} sure${doubt}`;
  element("live").textContent = `${prediction.label}, ${element("sure").textContent}`;
  const samples = bytes(pixels);
  showPixels(samples);
  if (heatOfPixels) {
    showHeat(samples, bytes(heatOfPixels));
  }
}

function bytes(base64) {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

/** Of many classes the likeliest, most likely first. */
function choose(ranked) {
  if (rows.length <= MOST_ROWS) {
    return;
  }
  ranked.forEach(({ number }, place) => {
    rows[number].item.hidden = place >= FEW_ROWS;
    rows[number].item.style.order = place;
  });
  const rest = ranked.slice(FEW_ROWS).reduce((sum, { value }) => sum + value, 0);
  element("rest").textContent = `The other ${rows.length - FEW_ROWS}: ${percent(rest)}`;
}

/** What the network sees: bytes [height, width, channels]; three channels are red, green, blue. */
function showPixels(bytes) {
  const [height, width, channels] = model.shape;
  const image = seen.getContext("2d").createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let colour = 0; colour < 3; colour++) {
      image.data[4 * i + colour] = bytes[channels * i + (channels === 3 ? colour : 0)];
    }
    image.data[4 * i + 3] = 255;
  }
  seen.getContext("2d").putImageData(image, 0, 0);
}

/** The image in grey under the places that speak for the guess: bytes [height, width]. */
function showHeat(samples, shares) {
  const [height, width, channels] = model.shape;
  const image = heat.getContext("2d").createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    const [red, green, blue] = [0, 1, 2].map((c) => samples[channels * i + (channels === 3 ? c : 0)]);
    const grey = 0.299 * red + 0.587 * green + 0.114 * blue;
    const share = (HOTTEST * shares[i]) / 255;
    for (let colour = 0; colour < 3; colour++) {
      image.data[4 * i + colour] = grey + share * (HEAT[colour] - grey);
    }
    image.data[4 * i + 3] = 255;
  }
  heat.getContext("2d").putImageData(image, 0, 0);
}

function forget() {
  document.body.classList.add("empty");
  setGuess("–");
  element("sure").textContent = drawable ? "Nothing drawn yet" : "No picture yet";
  element("live").textContent = "";
  element("time").textContent = "\u00a0";
  seen.getContext("2d").clearRect(0, 0, seen.width, seen.height);
  heat.getContext("2d").clearRect(0, 0, heat.width, heat.height);
  element("rest").textContent = rows.length > MOST_ROWS ? `${rows.length} classes` : "";
  rows.forEach((row, number) => {
    row.item.hidden = rows.length > MOST_ROWS && number >= FEW_ROWS;
    row.item.style.order = "";
    row.item.classList.remove("best");
    row.fill.style.transform = "";
    row.track.setAttribute("aria-valuenow", "0");
    row.value.textContent = "";
  });
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
  name.className = "name";
  name.title = label;
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
