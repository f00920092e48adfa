import { timesTransposed, transpose } from "../../../web/learning/products.js";
import { mulberry32 } from "../../../web/networks/random.js";
import { assertNear } from "../assertions.js";

Deno.test("products of matrices of all small sizes are sums of products", () => {
  const random = mulberry32(0);
  for (const n of [1, 2, 3, 5]) {
    for (const m of [1, 2, 4, 7]) {
      for (const k of [1, 3, 8]) {
        const [a, b] = [n * k, m * k].map((size) => Float64Array.from({ length: size }, random));
        const out = new Float64Array(n * m);
        timesTransposed(a, b, out, n, m, k);
        const expected = Array.from({ length: n * m }, (_, at) => {
          const [i, j] = [Math.floor(at / m), at % m];
          return Array.from({ length: k }, (_, l) => a[i * k + l] * b[j * k + l]).reduce((sum, x) => sum + x);
        });
        assertNear(out, expected, 1e-12);
      }
    }
  }
});

Deno.test("rows become columns", () => {
  const out = new Float64Array(6);
  transpose(Float64Array.of(1, 2, 3, 4, 5, 6), out, 2, 3);
  assertNear(out, [1, 4, 2, 5, 3, 6], 0);
});
