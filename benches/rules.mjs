// Rule files for the benches: N campaigns of 4 to 6 clauses over facts that shops report, from a seeded generator.
//
// Conditions use only operators that every engine in the comparison has. Amounts are in major units, as in rule files.

/** A small seeded generator (mulberry32): the same file on every machine. */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const SOURCES = ['google', 'newsletter', 'instagram', 'facebook', 'partner'];
const CATEGORIES = ['mugs', 'plates', 'tea', 'candles', 'linen', 'vases'];
const TIERS = ['bronze', 'silver', 'gold'];
const PAGES = ['home', 'collection', 'product', 'cart'];

/** One clause as [fact, test]. */
function clause(random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const number = (low, high) => low + Math.floor(random() * (high - low + 1));
  switch (Math.floor(random() * 10)) {
    case 0: return ['cart.subtotal', { $gte: number(5, 190) }];
    case 1: { const low = number(5, 150); return ['cart.subtotal', { $gte: low, $lt: low + number(10, 60) }]; }
    case 2: return ['cart.items', { $gte: number(0, 5) }];
    case 3: return ['customer.orders', { $gte: number(0, 8) }];
    case 4: return ['page.type', { $in: [pick(PAGES), pick(PAGES)] }];
    case 5: return ['device.kind', pick(['desktop', 'mobile'])];
    case 6: return ['session.utm_source', { $in: [pick(SOURCES), pick(SOURCES), pick(SOURCES)] }];
    case 7: return ['customer.tier', { $ne: pick(TIERS) }];
    case 8: return ['page.product.category', { $nin: [pick(CATEGORIES), pick(CATEGORIES)] }];
    default: return ['customer.points', { $lt: number(50, 900) }];
  }
}

/** A condition of 4 to 6 clauses; one in four has a choice in it. */
function condition(random) {
  const count = 4 + Math.floor(random() * 3);
  const when = {};
  while (Object.keys(when).length < count - 2) {
    const [fact, test] = clause(random);
    when[fact] ??= test;
  }
  const pair = () => Object.fromEntries([clause(random)]);
  if (random() < 0.25) when.$or = [pair(), pair()];
  else while (Object.keys(when).length < count) { const [fact, test] = clause(random); when[fact] ??= test; }
  return when;
}

/** A rule file with so many campaigns. */
export function rules(count, seed = 1) {
  const random = chance(seed);
  const campaigns = [];
  for (let place = 0; place < count; place += 1) {
    campaigns.push({
      id: `campaign-${place}`,
      on: [{ exit_intent: {} }],
      when: condition(random),
      frequency: { at_most: 1, per: 'session', after_dismiss: '3d' },
      priority: Math.floor(random() * 5),
      variants: [
        { id: 'holdout', weight: 10 },
        { id: 'offer', weight: 90, show: { surface: 'modal', blocks: [
          { text: { en: `A gift with order ${place}`, ro: `Un cadou la comanda ${place}` } },
          { button: { text: 'Add it to my cart', do: 'close' } },
        ] } },
      ],
    });
  }
  return { format: 1, site: { currency: 'EUR', locales: ['en', 'ro'] }, campaigns };
}

/** What everybody knows of the visitor, as plain attributes. */
export function attributes() {
  return {
    page: { type: 'product', product: { category: 'mugs' } },
    device: { kind: 'mobile' },
    session: { utm_source: 'newsletter' },
    customer: { orders: 4, tier: 'silver', points: 320 },
    cart: { subtotal: 40, items: 2 },
  };
}

/** A shopper who puts things in and takes things out: so many carts. */
export function carts(count, seed = 2) {
  const random = chance(seed);
  const walk = [];
  let items = 2;
  let cents = 4000;
  for (let place = 0; place < count; place += 1) {
    const add = items <= 1 || (items < 8 && random() < 0.5);
    const price = 500 + Math.floor(random() * 3500);
    items += add ? 1 : -1;
    cents = Math.max(0, cents + (add ? price : -price));
    walk.push({ subtotal: cents / 100, items });
  }
  return walk;
}
