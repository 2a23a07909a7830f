/*
 * Campaigns: the one sentence first, and on demand every gate and every clause behind it.
 */
import { button, el, list, say } from './element.js';
import { keep, recall } from './memory.js';

const STATES = { showing: 'On screen', ready: 'Ready', waiting: 'Waiting', blocked: 'Blocked' };
const VERDICTS = { true: 'holds', false: 'does not hold', unknown: 'not known yet' };

const unfolded = new Set(Array.isArray(recall('unfolded')) ? recall('unfolded') : []);

/** Brings the list up to date. */
export function showCampaigns(parent, campaigns) {
  list(parent, campaigns, (campaign) => campaign.id, make, update);
}

function make(campaign) {
  const row = el('li', 'campaign');
  const parts = {
    state: el('span', 'state'),
    name: el('span', 'name'),
    id: el('code', 'id', campaign.id),
    sentence: el('span', 'sentence'),
    gates: el('ul', 'gates'),
    clauses: el('ul', 'clauses'),
    preview: el('a', 'preview', 'Preview it on this page'),
  };
  const address = new URL(location.href);
  address.searchParams.set('shopbell_preview', campaign.id);
  parts.preview.href = address.href;
  parts.conditions = el('section', '', el('h3', '', 'Condition'), parts.clauses);
  const more = el('div', 'more', el('section', '', el('h3', '', 'Gates'), parts.gates), parts.conditions, parts.preview);
  const head = button('head', '', () => unfold(!unfolded.has(campaign.id)));
  head.removeAttribute('aria-label');
  head.title = '';
  head.append(parts.state, el('span', 'what', el('span', 'title', parts.name, parts.id), parts.sentence), el('span', 'fold'));
  row.append(head, more);

  function unfold(open) {
    unfolded[open ? 'add' : 'delete'](campaign.id);
    keep('unfolded', [...unfolded]);
    head.setAttribute('aria-expanded', open);
    more.hidden = !open;
  }
  unfold(unfolded.has(campaign.id));
  row.parts = parts;
  return row;
}

function update({ parts, classList }, campaign) {
  for (const state of Object.keys(STATES)) classList.toggle(state, state === campaign.state);
  parts.state.title = STATES[campaign.state] ?? campaign.state;
  say(parts.state, STATES[campaign.state] ?? campaign.state);
  say(parts.name, campaign.name || campaign.id);
  parts.id.hidden = !campaign.name;
  say(parts.sentence, campaign.sentence);
  list(parts.gates, campaign.gates, (gate) => gate.gate, makeGate, updateGate);
  parts.conditions.hidden = !campaign.clauses.length;
  list(parts.clauses, campaign.clauses.map((clause, place) => ({ ...clause, place })), (clause) => clause.place, makeClause, updateClause);
}

function makeGate(gate) {
  const row = el('li', 'gate');
  row.parts = { mark: el('span', 'mark'), sentence: el('span', 'sentence') };
  row.append(row.parts.mark, el('span', 'name', gate.gate.replaceAll('_', ' ')), row.parts.sentence);
  return row;
}

function updateGate({ parts, classList }, gate) {
  mark(parts.mark, classList, gate.pass ? 'true' : 'false', gate.pass ? 'open' : 'closed');
  say(parts.sentence, gate.sentence);
}

function makeClause() {
  const row = el('li', 'clause');
  row.parts = { mark: el('span', 'mark'), text: el('span', 'text'), seen: el('span', 'seen'), place: el('span', 'place') };
  row.append(row.parts.mark, el('span', 'line', row.parts.text, row.parts.seen), row.parts.place);
  return row;
}

function updateClause(row, clause) {
  const { parts, classList, style } = row;
  mark(parts.mark, classList, clause.verdict, VERDICTS[clause.verdict]);
  classList.toggle('group', clause.clause === false);
  style.setProperty('--depth', clause.depth);
  say(parts.text, clause.text);
  const seen = clause.seen && `saw ${clause.seen}`;
  say(parts.seen, [seen, clause.missing].filter(Boolean).join(' · '));
  say(parts.place, clause.line ? `${clause.line}:${clause.column}` : '');
  parts.place.title = clause.line ? `line ${clause.line}, column ${clause.column} of the rule file` : '';
}

function mark(element, classList, verdict, meaning) {
  for (const other of Object.keys(VERDICTS)) classList.toggle('is-' + other, other === verdict);
  element.title = meaning;
  say(element, { true: '✓', false: '✕' }[verdict] ?? '?');
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', meaning);
}
