"use strict";

// A picture instead of a drawing: dropped, pasted, chosen or taken with the camera.
const MOST_SIDE = 1024; // larger ones are reduced here; no network sees more
const MOST_BYTES = 4 * 1024 * 1024;

/** Draws a picture into a square, whole and in the middle. */
function fit(context, bitmap, size) {
  const scale = size / Math.max(bitmap.width, bitmap.height);
  const width = bitmap.width * scale;
  const height = bitmap.height * scale;
  context.imageSmoothingEnabled = scale < 1;
  context.drawImage(bitmap, (size - width) / 2, (size - height) / 2, width, height);
}

async function take(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file); // turned as the camera was held
  } catch {
    say(`${file.name || "This"} is no picture that this browser can read.`);
    return;
  }
  strokes.length = 0;
  picture = { bitmap, blob: await sendable(file, bitmap) };
  changed();
}

/** The file itself where the service takes it, else a smaller copy. */
function sendable(file, bitmap) {
  const side = Math.max(bitmap.width, bitmap.height);
  const plain = file.type === "image/png" || file.type === "image/jpeg";
  if (plain && side <= MOST_SIDE && file.size <= MOST_BYTES) {
    return file;
  }
  const scale = Math.min(1, MOST_SIDE / side);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** The first picture among what was dropped or pasted. */
function pictureIn(transfer) {
  return [...transfer.files].find((file) => file.type.startsWith("image/"));
}

for (const id of ["file", "camera"]) {
  element(id).addEventListener("change", (event) => {
    if (event.target.files.length > 0) {
      take(event.target.files[0]);
    }
    event.target.value = ""; // so that the same file can be chosen again
  });
  element(`${id}-button`).addEventListener("click", () => element(id).click());
}

document.addEventListener("paste", (event) => {
  const file = pictureIn(event.clipboardData);
  if (file) {
    event.preventDefault();
    take(file);
  }
});

document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dragging");
});

document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) {
    document.body.classList.remove("dragging");
  }
});

document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dragging");
  const file = pictureIn(event.dataTransfer);
  if (file) {
    take(file);
  } else {
    say("What was dropped is no picture.");
  }
});
