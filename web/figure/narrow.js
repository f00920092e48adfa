// A figure on a phone: between two panels there is no room for the title of an axis beside its numbers.

const BESIDE_OTHERS = 0.2; // of the figure's width: a panel that begins farther right has another on its left
const TOP = 0.95; // of its height: a panel that reaches higher has the legend above it
const LINE = 16; // pixels
const NARROW = "(max-width: 640px)"; // as figure.css says it

/**
 * @typedef {object} UpAxis
 * @property {{ text?: string } | undefined} title
 * @property {string} anchor the axis across, such as "x2"
 *
 * @typedef {Record<string, any>} Layout
 */

/** Whether the page is as narrow as a phone. */
export const isNarrow = () => matchMedia(NARROW).matches;

/**
 * Put the titles of axes that run up between panels above them, where there is room.
 *
 * @param {Layout} layout
 */
export function putTitlesAbove(layout) {
  const names = Object.keys(layout).filter((key) => /^yaxis\d*$/.test(key));
  const between = names.filter((name) => layout[name].title?.text && beginsAt(layout, layout[name]) > BESIDE_OTHERS);
  const titles = between.map((name) => titleAbove(`y${name.slice("yaxis".length)}`, layout[name], layout.font));
  const isAtTheTop = between.some((name) => layout[name].domain[1] > TOP);
  for (const name of between) layout[name].title = { text: "" };
  layout.annotations = [...(layout.annotations ?? []), ...titles];
  if (isAtTheTop) makeRoomAbove(layout);
}

/** Below the legend, and the panels stay as high as they are. @param {Layout} layout */
function makeRoomAbove(layout) {
  const { height, margin, legend } = layout;
  layout.legend = { ...legend, y: legend.y + LINE / (height - margin.t - margin.b) };
  layout.margin = { ...margin, t: margin.t + LINE };
  layout.height = height + LINE;
}

/**
 * @param {Layout} layout
 * @param {UpAxis} axis
 */
const beginsAt = (layout, { anchor }) => layout[`xaxis${anchor.slice(1)}`]?.domain?.[0] ?? 0;

/**
 * @param {string} name such as "y2"
 * @param {UpAxis} axis
 * @param {object} font
 */
const titleAbove = (name, { title, anchor }, font) => ({
  text: title?.text,
  xref: `${anchor} domain`,
  yref: `${name} domain`,
  x: 0,
  y: 1,
  xanchor: "left",
  yanchor: "bottom",
  showarrow: false,
  font,
});
