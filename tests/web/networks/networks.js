// The networks that tests/web/references/networks.py wrote down.

import { buildDecoder, buildEncoder } from "../../../web/networks/network.js";
import { parseSafetensors } from "../../../web/networks/safetensors.js";
import { reference, referenceFile } from "../references.js";

const { models } = reference("networks");

/**
 * A pretrained model.
 *
 * @param {string} name
 * @returns {import("../../../web/networks/flow.js").Network}
 */
export function networkOf(name) {
  const tensors = (
    /** @type {string} */ part,
  ) => /** @type {import("../../../web/networks/safetensors.js").Tensors} */ (parseSafetensors(
    referenceFile(`${name}.${part}`),
  ));
  const { activation } = models[name];
  return {
    encoder: buildEncoder(tensors("encoder"), activation),
    layers: buildDecoder(tensors("decoder"), activation),
  };
}
