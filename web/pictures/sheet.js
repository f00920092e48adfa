// Pictures side by side on one canvas, and how they leave the page: as PNG, as SVG, as a file of any kind.

export const SIDE = 28;
const [BLACK, WHITE, INK] = ["#1b1f24", "#ffffff", 255];

export class Sheet {
  /** `columns` by `rows` pictures; `canvas` shows them in the page's ink. */
  constructor(columns, rows, label) {
    Object.assign(this, { columns, rows });
    this.width = SIDE * columns;
    this.height = SIDE * rows;
    this.values = new Float32Array(this.width * this.height); // 0 is paper, 1 is ink
    this.canvas = element("canvas", { width: this.width, height: this.height });
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", label);
    this.image = new ImageData(SIDE, SIDE);
  }

  /** Put a picture into cell `at`, counted along the rows. */
  paint(at, pixels, ink) {
    const [left, top] = [SIDE * (at % this.columns), SIDE * Math.floor(at / this.columns)];
    for (let i = 0; i < pixels.length; i++) {
      this.values[(top + Math.floor(i / SIDE)) * this.width + left + (i % SIDE)] = pixels[i];
    }
    fillInk(this.image, pixels, ink);
    this.canvas.getContext("2d").putImageData(this.image, left, top);
  }

  /** The pictures in black on white: where a file goes, the page's theme does not follow. */
  printed() {
    const canvas = element("canvas", { width: this.width, height: this.height });
    const image = new ImageData(this.width, this.height);
    this.values.forEach((value, i) => {
      image.data.fill(INK - Math.round(INK * value), 4 * i, 4 * i + 3);
      image.data[4 * i + 3] = INK;
    });
    canvas.getContext("2d").putImageData(image, 0, 0);
    return canvas;
  }
}

/**
 * A layout, as every view makes one: {width, height, sheets: [{sheet, left, top, scale}], texts: [{text, left, top,
 * size, anchor}]}, in pixels of the file; a text's `top` is its baseline.
 */
export function drawn({ width, height, sheets, texts }) {
  const canvas = element("canvas", { width, height });
  const draw = canvas.getContext("2d", { willReadFrequently: true });
  draw.fillStyle = WHITE;
  draw.fillRect(0, 0, width, height);
  draw.imageSmoothingEnabled = false;
  for (const { sheet, left, top, scale } of sheets) {
    draw.drawImage(sheet.printed(), left, top, sheet.width * scale, sheet.height * scale);
  }
  draw.fillStyle = BLACK;
  for (const { text, left, top, size, anchor = "start" } of texts) {
    draw.font = `${size}px sans-serif`;
    draw.textAlign = { start: "left", middle: "center", end: "right" }[anchor];
    draw.fillText(text, left, top);
  }
  return canvas;
}

export const png = (layout) => new Promise((resolve) => drawn(layout).toBlob(resolve, "image/png"));

export function svg({ width, height, sheets, texts }, title) {
  const images = sheets.map(({ sheet, left, top, scale }) => {
    const box = `x="${left}" y="${top}" width="${sheet.width * scale}" height="${sheet.height * scale}"`;
    return `<image ${box} style="image-rendering:pixelated" href="${sheet.printed().toDataURL("image/png")}"/>`;
  });
  const words = texts.map(({ text, left, top, size, anchor = "start" }) =>
    `<text x="${left}" y="${top}" font-size="${size}" text-anchor="${anchor}">${escaped(text)}</text>`
  );
  const head =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  const lines = [
    `${head} font-family="sans-serif" fill="${BLACK}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${WHITE}"/>`,
    ...images,
    ...words,
    "</svg>",
  ];
  return new Blob([lines.join("\n")], { type: "image/svg+xml" });
}

/** The greys of a layout, one byte a pixel. */
export function greys(layout) {
  const { data } = drawn(layout).getContext("2d").getImageData(0, 0, layout.width, layout.height);
  return Uint8Array.from({ length: layout.width * layout.height }, (_, i) => data[4 * i]);
}

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
