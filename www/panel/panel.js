/*
 * The debug panel: why each message shows or does not, live, for `?shopbell_debug=1`.
 *
 * Decides when it asks and how it opens and folds. What it says comes from the engine: the explanation is what the run wrote.
 * It lives in its own shadow, asks only while somebody can see it, and takes nothing of the page's but a strip of its edge.
 */
import { showCampaigns } from './campaigns.js';
import { button, el, say } from './element.js';
import { createFacts } from './facts.js';
import { keep, recall } from './memory.js';
import { createProblems } from './problems.js';
import { sheet } from './style.js';

/** How often it asks while it is open. */
const EVERY_MS = 1000;
const EVENTS = ['outcome', 'show', 'hide'];

/**
 * Opens the panel.
 *
 * @param {{ handle: { explain(): Promise<object> }, rules: Uint8Array, snapshot: () => string }} subject
 */
export function open({ handle, rules, snapshot }) {
  const host = document.createElement('shopbell-panel');
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet()];

  const campaigns = el('ul', 'campaigns');
  const facts = createFacts();
  const summary = el('span', 'summary', 'Asking …');
  const problem = el('p', 'notice');
  problem.hidden = true;
  const body = el('div', 'body', problem, el('section', 'part', el('header', 'bar', el('h2', '', 'Campaigns')), campaigns), facts.section);
  const copy = button('icon', 'Copy the state as text', async () => {
    try {
      await navigator.clipboard.writeText(snapshot());
      say(copy, 'Copied');
    } catch {
      say(copy, 'Refused');
    }
    setTimeout(() => say(copy, 'Copy state'), 2000);
  }, 'Copy state');
  const drawer = el(
    'aside',
    'drawer',
    el('header', 'top', el('b', 'brand', 'shopbell'), summary, copy, button('icon fold', 'Fold the panel', () => fold(true), '›'), button('icon', 'Close the panel', close, '✕')),
    body,
  );
  drawer.setAttribute('aria-label', 'shopbell debug panel');
  const tab = button('tab', 'Open the shopbell debug panel', () => fold(false), el('b', '', 'shopbell'), el('span', 'summary'));
  root.append(drawer, tab);
  // Above everything, but for a modal, under which the browser makes all of the page wait.
  if (host.showPopover) host.popover = 'manual';
  document.documentElement.append(host);
  const rise = () => {
    try {
      host.hidePopover();
      host.showPopover();
    } catch {
      // A browser without a top layer for it: the style sheet has put it high.
    }
  };
  rise();

  let asking = false;
  let again = false;
  let timer;

  /** Asks the engine and shows the answer; what comes while it is asked is asked for afterwards, once. */
  async function ask() {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const { campaigns: lines, facts: values } = await handle.explain();
      showCampaigns(campaigns, lines);
      facts.update(values);
      const count = (state) => lines.filter((line) => line.state === state).length;
      const words = [[count('showing'), 'on screen'], [count('ready'), 'ready'], [count('waiting'), 'waiting'], [count('blocked'), 'blocked']];
      const text = words.filter(([number]) => number).map(([number, word]) => `${number} ${word}`).join(' · ') || 'no campaigns';
      for (const place of root.querySelectorAll('.summary')) say(place, text);
      problem.hidden = true;
    } catch (error) {
      say(problem, `Nothing to explain: ${error?.message ?? error}`);
      problem.hidden = false;
    }
    asking = false;
    if (again) {
      again = false;
      ask();
    }
  }

  const hear = ({ type }) => {
    if (type === 'shopbell:show') rise();
    ask();
  };
  const tick = () => document.hidden || ask();

  function fold(folded) {
    keep('folded', folded);
    drawer.hidden = folded;
    tab.hidden = !folded;
    clearInterval(timer);
    for (const name of EVENTS) document[folded ? 'removeEventListener' : 'addEventListener']('shopbell:' + name, hear);
    if (folded) return;
    timer = setInterval(tick, EVERY_MS);
    ask();
  }

  function close() {
    fold(true);
    host.remove();
  }

  fold(recall('folded') === true);
  if (drawer.hidden) ask();
  createProblems(rules).then(
    (section) => section && body.prepend(section),
    () => {
      // Without the tools there are no explanations either, and those say why.
    },
  );
}
