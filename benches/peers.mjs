// The engines that shopbell is compared with. Each is made once from the campaigns, and then answers for every cart how many
// conditions are true, as it would be used by somebody who knows it well.

import { evalCondition } from '@growthbook/growthbook';
import jsonLogic from 'json-logic-js';
import { compile } from './closures.mjs';
import { attributes } from './rules.mjs';

/** GrowthBook's evaluator, as its SDK calls it: nested attributes, conditions as they were parsed. */
export function growthbook(campaigns) {
  const conditions = campaigns.map((campaign) => campaign.when);
  const known = attributes();
  const savedGroups = {};
  return (cart) => {
    known.cart.subtotal = cart.subtotal;
    known.cart.items = cart.items;
    let matches = 0;
    for (const condition of conditions) if (evalCondition(known, condition, savedGroups)) matches += 1;
    return matches;
  };
}

/** json-logic-js, with the conditions translated once. */
export function jsonlogic(campaigns) {
  const rules = campaigns.map((campaign) => logic(campaign.when));
  const known = attributes();
  return (cart) => {
    known.cart.subtotal = cart.subtotal;
    known.cart.items = cart.items;
    let matches = 0;
    for (const rule of rules) if (jsonLogic.apply(rule, known)) matches += 1;
    return matches;
  };
}

/** Closures written by hand for just these facts and operators: what a shop's own programmer could do at best. */
export function closures(campaigns) {
  const tests = campaigns.map((campaign) => compile(campaign.when));
  const { page, device, session, customer, cart } = attributes();
  // One flat object whose fields never change their type: the shape that engines read fastest.
  const facts = {
    subtotal: cart.subtotal + 0.5,
    items: cart.items,
    orders: customer.orders,
    points: customer.points,
    page: page.type,
    category: page.product.category,
    device: device.kind,
    source: session.utm_source,
    tier: customer.tier,
  };
  return (cart) => {
    facts.subtotal = cart.subtotal;
    facts.items = cart.items;
    let matches = 0;
    for (let place = 0; place < tests.length; place += 1) if (tests[place](facts)) matches += 1;
    return matches;
  };
}

/** A condition in JsonLogic's words. */
function logic(when) {
  const all = Object.entries(when).flatMap(([key, test]) => (key === '$or' ? [{ or: test.map(logic) }] : clauses({ var: key }, test)));
  return all.length === 1 ? all[0] : { and: all };
}

function clauses(fact, test) {
  if (typeof test !== 'object') return [{ '===': [fact, test] }];
  return Object.entries(test).map(([operator, operand]) => {
    switch (operator) {
      case '$gte': return { '>=': [fact, operand] };
      case '$lt': return { '<': [fact, operand] };
      case '$ne': return { '!==': [fact, operand] };
      case '$in': return { in: [fact, operand] };
      case '$nin': return { '!': [{ in: [fact, operand] }] };
      default: throw new Error(`no translation of ${operator}`);
    }
  });
}
