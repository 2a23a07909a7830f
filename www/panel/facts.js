/*
 * Facts: what is known of page, visit, cart and customer, with a box to find them.
 */
import { el, list, say } from './element.js';
import { keep, recall } from './memory.js';

/** The section of facts; `update(facts)` brings it up to date. */
export function createFacts() {
  const box = el('input', 'filter');
  box.type = 'search';
  box.placeholder = 'Filter facts';
  box.setAttribute('aria-label', 'Filter facts');
  box.value = recall('filter') ?? '';
  const rows = el('ul', 'facts');
  const count = el('span', 'count');
  let facts = [];
  const section = el('section', 'part', el('header', 'bar', el('h2', '', 'Facts'), count, box), rows);
  box.addEventListener('input', () => {
    keep('filter', box.value);
    update(facts);
  });

  function update(now) {
    facts = now;
    const wanted = box.value.trim().toLowerCase();
    const found = facts.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted));
    say(count, found.length === facts.length ? String(facts.length) : `${found.length} of ${facts.length}`);
    list(rows, found, (fact) => fact.name, make, change);
  }
  return { section, update };
}

function make(fact) {
  const row = el('li', 'fact');
  row.parts = { value: el('span', 'value') };
  const [, family, rest] = /^([^.]*\.)?(.*)$/.exec(fact.name);
  row.append(el('code', 'name', el('span', 'family', family ?? ''), rest), row.parts.value);
  return row;
}

function change(row, fact) {
  const { parts, classList } = row;
  classList.toggle('unknown', !fact.known);
  classList.toggle('idle', fact.read === false);
  classList.toggle('absent', fact.value === 'absent');
  // A value that has just changed is worth a look.
  if (parts.value.textContent && parts.value.textContent !== fact.value) {
    classList.remove('changed');
    void row.offsetWidth;
    classList.add('changed');
  }
  say(parts.value, fact.value);
}
