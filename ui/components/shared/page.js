// What every component does to the page around it: elements, words and colours, ink on a canvas, the address, a file.

/** An element with these properties and children. */
export function element(tag, properties = {}, children = []) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** "{n} points" with the values in their places. */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** A number as it is printed: a true minus, and no minus before 0. */
export const signed = (value, digits = 2) => value.toFixed(digits).replace(/^-(0\.?0*)$/, "$1").replace("-", "−");

/** Red, green and blue of a colour as style sheets write it. */
export function channels(colour) {
  const hex = colour.match(/^#(..)(..)(..)/);
  return hex ? hex.slice(1, 4).map((part) => parseInt(part, 16)) : colour.match(/[\d.]+/g).slice(0, 3).map(Number);
}

/** A colour as a pixel of an image holds it, without its opacity. */
export const pixelOf = ([red, green, blue]) => (blue << 16) | (green << 8) | red;

/** A picture that fills `canvas`: ink where it is 1, paper where it is 0. */
export function paintInk(canvas, pixels, ink) {
  const image = new ImageData(canvas.width, canvas.height);
  fillInk(image, pixels, ink);
  canvas.getContext("2d").putImageData(image, 0, 0);
}

export function fillInk({ data }, pixels, [red, green, blue]) {
  for (let i = 0, at = 0; i < pixels.length; i++, at += 4) {
    data[at] = red;
    data[at + 1] = green;
    data[at + 2] = blue;
    data[at + 3] = 255 * pixels[i];
  }
}

/**
 * Put the settings of a place into the address, as ui/state.py would a moment later: a drag then replaces the entry in
 * the browser's history, where the server could only add one for each. `address` has the name there of each, and what
 * it is unless somebody moves it: that is left out.
 */
export function writeAddress(address, place) {
  const url = new URL(location.href);
  for (const [setting, found] of Object.entries(place)) {
    const [name, usual] = address[setting];
    const value = [found].flat().join("_");
    if (value === usual || (value && usual && Number(value) === Number(usual))) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  history.replaceState(history.state, "", url);
}

/** Give a file to whoever sits in front of the page. */
export function save(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const KEPT = 1000;

/** Keep the last so many timings. */
export function note(timings, milliseconds) {
  timings.push(milliseconds);
  if (timings.length > KEPT) timings.shift();
}
