// A pad to draw a digit on, with finger, pen or mouse. While the pen moves, whoever shows the same digit
// hears of it by an event in the browser; the server hears when the pen is lifted.
// Ink, centred, packDrawing, unpackDrawing, FIELD and DRAWN come from ../shared/pen.js.

const FRAME_MS = 12; // a pen that reports more often than frames are shown is followed once a frame

const pads = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let pad = pads.get(parentElement);
  if (!pad) pads.set(parentElement, (pad = new Pad(parentElement)));
  pad.send = (message) => setTriggerValue("place", message);
  pad.update(data);
  return () => {
    cancelAnimationFrame(pad.frame);
    pads.delete(parentElement);
  };
}

class Pad {
  constructor(parent) {
    this.root = parent.querySelector(".drawing");
    this.root.view = this; // for the browser tests
    this.paper = this.root.querySelector(".paper");
    this.seen = this.root.querySelector(".seen canvas");
    this.ink = new Ink();
    this.paper.width = this.paper.height = this.ink.side;
    this.page = { base: new Float32Array(FIELD * FIELD), strokes: [] };
    this.history = [];
    this.text = null; // the drawing as the address has it
    this.sequence = 0;
    this.rendered = 0;
    this.listen();
  }

  // ---- what the server says -------------------------------------------------------------------

  async update(data) {
    this.data = data;
    if (this.words !== JSON.stringify(data.text)) this.build(data.text);
    this.sequence = Math.max(this.sequence, this.text === null ? data.answered : 0);
    const isBehind = data.answered < this.sequence || this.drawing;
    if (!isBehind) await this.adopt(data.place);
    this.render();
    this.root.dataset.ready = "true";
  }

  /** Take over what the address says where it is not what is on the pad: at first, after Undo, in another lesson. */
  async adopt({ ink, centred }) {
    this.isCentred = centred;
    if (ink === this.text) return;
    const base = await unpackDrawing(ink);
    if (this.drawing) return; // meanwhile the pen was put down
    this.text = ink; // not before it is there: nobody is told of a pad that has not been read
    this.page = { base, strokes: [] };
    this.history = [];
    this.redraw();
  }

  build(text) {
    this.words = JSON.stringify(text);
    this.root.lang = text.lang;
    this.paper.setAttribute("aria-label", text.pad);
    this.seen.setAttribute("aria-label", text.seen);
    this.root.querySelector("figcaption").textContent = text.seen;
    const button = (label, onclick) => element("button", { type: "button", textContent: label, onclick });
    this.clear = button(text.clear, () => this.wipe());
    this.back = button(text.back, () => this.goBack());
    this.toggle = element("input", { type: "checkbox", onchange: () => this.setCentred(this.toggle.checked) });
    this.root.querySelector(".tools").replaceChildren(
      element("div", { className: "buttons" }, [this.back, this.clear]),
      element("label", {}, [this.toggle, element("span", { textContent: text.centre })]),
      element("p", { textContent: text.why }),
    );
  }

  // ---- what the hand does ---------------------------------------------------------------------

  listen() {
    this.paper.onpointerdown = (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      event.preventDefault();
      this.paper.setPointerCapture(event.pointerId);
      this.remember();
      this.drawing = [];
      this.page = { ...this.page, strokes: [...this.page.strokes, this.drawing] };
      this.paper.onpointermove = (moved) => this.draw(moved);
      this.draw(event);
    };
    this.paper.onpointerup = this.paper.onpointercancel = () => this.lift();
  }

  draw(event) {
    const box = this.paper.getBoundingClientRect();
    const all = event.getCoalescedEvents?.() ?? [];
    for (const { clientX, clientY } of all.length ? all : [event]) {
      const point = [((clientX - box.left) / box.width) * FIELD, ((clientY - box.top) / box.height) * FIELD];
      this.ink.line(this.drawing.at(-1) ?? point, point);
      this.drawing.push(point);
    }
    if (performance.now() - this.rendered > FRAME_MS) this.render();
    else this.frame ??= requestAnimationFrame(() => this.render());
  }

  lift() {
    this.paper.onpointermove = null;
    if (!this.drawing) return;
    this.drawing = null;
    this.tell();
  }

  remember() {
    this.history.push(this.page);
  }

  wipe() {
    this.remember();
    this.page = { base: new Float32Array(FIELD * FIELD), strokes: [] };
    this.redraw();
    this.tell();
  }

  goBack() {
    this.page = this.history.pop();
    this.redraw();
    this.tell();
  }

  setCentred(isCentred) {
    this.isCentred = isCentred;
    this.render();
    this.tell();
  }

  async tell() {
    const sequence = ++this.sequence;
    const ink = await packDrawing(this.image);
    if (sequence !== this.sequence) return; // the hand has gone on since
    this.text = ink;
    writeAddress(this.data.address, { source: "drawn", ink, centred: this.isCentred ? "True" : "False" });
    this.send({ sequence, place: { ink, centred: this.isCentred } });
  }

  // ---- what is drawn --------------------------------------------------------------------------

  redraw() {
    this.ink.clear();
    this.page.strokes.forEach((points) => this.ink.stroke(points));
    this.render();
  }

  render() {
    const at = performance.now();
    cancelAnimationFrame(this.frame);
    this.frame = null;
    this.image = this.ink.image(this.page.base);
    const input = this.isCentred ? centred(this.image) : this.image;
    const detail = { channel: this.data.channel, image: input, at };
    if (this.text !== null) window.dispatchEvent(new CustomEvent(DRAWN, { detail }));
    const ink = channels(getComputedStyle(this.root).color);
    paintInk(this.seen, input, ink);
    const { base } = this.page;
    const { side, fine } = this.ink;
    const under = (i) => base[Math.floor(i / side / FINE) * FIELD + Math.floor((i % side) / FINE)];
    paintInk(this.paper, new Float32Array(side * side).map((_, i) => Math.max(fine[i], under(i))), ink);
    this.paper.classList.toggle("drawn", this.image.some((value) => value > 0));
    this.toggle.checked = this.isCentred;
    this.back.disabled = this.history.length === 0;
    this.clear.disabled = !this.paper.classList.contains("drawn");
    this.rendered = performance.now();
  }
}
