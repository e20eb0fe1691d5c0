// Times feelin on the cases of a JSON file: node feelin.mjs CASES. Prints nanoseconds as JSON, one object a case.
// feelin reads the text again at each evaluation; "warm" calls the closure that it builds inside and does not offer.
import { readFileSync, writeFileSync } from "node:fs";

const home = new URL("./node_modules/feelin/dist/", import.meta.url);
const inside = new URL("warm.mjs", home);
writeFileSync(inside, readFileSync(new URL("index.js", home), "utf8") + "\nexport { interpreter, InterpreterContext, coerceContext };\n");
const feelin = await import(inside.href);

const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(cases.map(measure)));

function measure({ name, expression, context, table }) {
  const one = table ? tableCase(table, context) : expressionCase(expression, context);
  return { name, value: String(one.evaluate()), parse: time(one.parse), evaluate: time(one.evaluate), warm: time(one.warm) };
}

function expressionCase(text, context) {
  const coerced = feelin.coerceContext(context);
  const { root } = feelin.interpreter.evaluate(text, coerced, undefined, new feelin.InterpreterContext());
  return {
    parse: () => feelin.parseExpression(text, context),
    evaluate: () => feelin.evaluate(text, context).value,
    warm: () => root(coerced),
  };
}

// What a DMN engine on feelin does: one unary test a cell, rule by rule, until one matches.
function tableCase({ inputs, rules }, context) {
  const coerced = feelin.coerceContext(context);
  const warmRules = rules.map((rule) => ({ output: rule.output, tests: rule.tests.map(warmTest) }));
  return {
    parse: () => rules.forEach((rule) => rule.tests.forEach((test) => feelin.parseUnaryTests(test, context))),
    evaluate: () => first(rules, (test, value) => feelin.unaryTest(test, { ...context, "?": value }).value),
    warm: () => first(warmRules, (test, value) => test(value)),
  };

  function first(rows, passes) {
    for (const { tests, output } of rows) {
      if (tests.every((test, i) => passes(test, context[inputs[i]]) === true)) return output;
    }
    return null;
  }

  function warmTest(text) {
    return feelin.interpreter.unaryTest(text, coerced, undefined, new feelin.InterpreterContext()).root(coerced);
  }
}

function time(run) {
  let turns = 1;
  for (let spent = 0n; spent < 30_000_000n; turns *= 2) {
    const from = process.hrtime.bigint();
    for (let i = 0; i < turns; i++) run();
    spent = process.hrtime.bigint() - from;
  }
  let best = Infinity;
  for (let round = 0; round < 7; round++) {
    const from = process.hrtime.bigint();
    for (let i = 0; i < turns; i++) run();
    best = Math.min(best, Number(process.hrtime.bigint() - from) / turns);
  }
  return best;
}
