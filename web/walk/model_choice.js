// Whose pictures a grid shows.

import { Segments } from "../base/segments.js";

export class ModelChoice {
  /** @param {import("./view.js").Stage} stage */
  constructor(stage) {
    this.stage = stage;
    const { models, text } = stage;
    const kinds = models.map(({ kind, label }) => /** @type {[string, string]} */ ([kind, label]));
    this.segments = new Segments(text.model, kinds, (kind) => stage.set("model", kind));
    this.node = this.segments.node;
    this.node.hidden = models.length < 2;
  }

  get model() {
    const { models, place } = this.stage;
    return models.find(({ kind }) => kind === place.model) ?? models[0];
  }

  show() {
    this.segments.show(this.model.kind);
  }
}
