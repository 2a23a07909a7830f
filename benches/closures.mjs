// Conditions as JavaScript closures: one for each fact and operator, so that every read is of one known field and every comparison of
// one known type. No `eval` and no `Function`: shops' content policies forbid both.

/** A condition as a function of the facts. */
export function compile(when) {
  const tests = Object.entries(when).map(([key, test]) => (key === '$or' ? any(test.map(compile)) : clause(key, test)));
  return all(tests);
}

function clause(fact, test) {
  if (typeof test === 'string') return same(fact, test);
  const { $gte, $lt, $ne, $in, $nin } = test;
  if ($gte !== undefined && $lt !== undefined) return between(fact, $gte, $lt);
  if ($gte !== undefined) return atLeast(fact, $gte);
  if ($lt !== undefined) return below(fact, $lt);
  if ($ne !== undefined) return not(fact, $ne);
  if ($in !== undefined) return oneOf(fact, [...new Set($in)]);
  if ($nin !== undefined) return noneOf(fact, [...new Set($nin)]);
  throw new Error(`no closure for ${JSON.stringify(test)}`);
}

function atLeast(fact, low) {
  switch (fact) {
    case 'cart.subtotal': return (facts) => facts.subtotal >= low;
    case 'cart.items': return (facts) => facts.items >= low;
    case 'customer.orders': return (facts) => facts.orders >= low;
    default: throw new Error(`no closure for ${fact} >=`);
  }
}

function between(fact, low, high) {
  if (fact !== 'cart.subtotal') throw new Error(`no closure for a range of ${fact}`);
  return (facts) => facts.subtotal >= low && facts.subtotal < high;
}

function below(fact, high) {
  if (fact !== 'customer.points') throw new Error(`no closure for ${fact} <`);
  return (facts) => facts.points < high;
}

function same(fact, text) {
  if (fact !== 'device.kind') throw new Error(`no closure for ${fact} ===`);
  return (facts) => facts.device === text;
}

function not(fact, text) {
  if (fact !== 'customer.tier') throw new Error(`no closure for ${fact} !==`);
  return (facts) => facts.tier !== text;
}

// Up to three texts, which are all there are: comparing is faster than any set.
function oneOf(fact, [a, b = a, c = b]) {
  switch (fact) {
    case 'page.type': return (facts) => facts.page === a || facts.page === b;
    case 'session.utm_source': return (facts) => facts.source === a || facts.source === b || facts.source === c;
    default: throw new Error(`no closure for ${fact} in`);
  }
}

function noneOf(fact, [a, b = a]) {
  if (fact !== 'page.product.category') throw new Error(`no closure for ${fact} not in`);
  return (facts) => facts.category !== a && facts.category !== b;
}

function all(tests) {
  const [a, b, c, d, e, f] = tests;
  switch (tests.length) {
    case 1: return a;
    case 2: return (facts) => a(facts) && b(facts);
    case 3: return (facts) => a(facts) && b(facts) && c(facts);
    case 4: return (facts) => a(facts) && b(facts) && c(facts) && d(facts);
    case 5: return (facts) => a(facts) && b(facts) && c(facts) && d(facts) && e(facts);
    case 6: return (facts) => a(facts) && b(facts) && c(facts) && d(facts) && e(facts) && f(facts);
    default: throw new Error(`${tests.length} clauses in one condition`);
  }
}

function any([a, b]) {
  return (facts) => a(facts) || b(facts);
}
