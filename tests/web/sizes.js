// What tests/test_house.py holds Python to, for scripts: functions stay small.

const MOST = 35; // lines between the braces

export default {
  name: "house",
  rules: {
    "small-functions": {
      /** @param {any} context */
      create(context) {
        const look = (/** @type {any} */ node) => {
          if (!node.body) return;
          const lines = context.sourceCode.text.slice(...node.body.range).split("\n").length;
          const inside = node.body.type === "BlockStatement" ? lines - 2 : lines;
          if (inside > MOST) context.report({ node, message: `${inside} lines; at most ${MOST} are read at a glance` });
        };
        return { FunctionDeclaration: look, FunctionExpression: look, ArrowFunctionExpression: look };
      },
    },
  },
};
