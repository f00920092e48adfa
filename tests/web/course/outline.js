// A course of two lessons, as ui/course.py tells it.

/** @param {string} name @param {string} title @param {{ name: string, title: string }[]} steps */
const lesson = (name, title, steps) => ({ name, title, steps, question: "Why?", icon: "map", minutes: 20, needs: [] });

const NONE = { key: "", colours: null, lesson: "likelihood", step: "area" };

/** @type {import("../../../web/course/outline.js").Outline} */
export const OUTLINE = {
  parts: [
    {
      title: "Probability",
      lessons: [
        lesson("likelihood", "Likelihood", [
          { name: "both-ways", title: "Read both ways" },
          { name: "area", title: "Over θ the area is not 1" },
        ]),
      ],
    },
    { title: "Autoencoders", lessons: [lesson("elbo", "The ELBO", [{ name: "evidence", title: "A real digit" }])] },
  ],
  symbols: [
    { ...NONE, sign: "σ", name: "standard deviation", meaning: "How wide it lies.", spoken: "sigma" },
    { ...NONE, sign: "p(x)", name: "evidence", meaning: "Of all codes.", spoken: "marginal likelihood" },
  ],
};
