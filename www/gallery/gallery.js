/*
 * The gallery page: every entry in a frame of its own, by surface.
 *
 * Decides what is looked at and how; drawing is the engine's, in `entry.html`. Frames are inert until somebody wants to use one, so
 * that messages, which take the focus when they come, do not take it here.
 * A frame that is used is loaded anew, without holding still.
 */
import { blocksOf, json, rulesOf } from './rules.js';

const SURFACES = {
  modal: 'In the middle, over everything; a sheet on a phone.',
  bar: 'Along the top or the bottom, beside what the shopper does.',
  side: 'In a corner.',
  fullscreen: 'Over the whole screen.',
  inline: 'In the page, as if it had always been there.',
};
/** Switches that the frames are told of. */
const TOLD = ['theme', 'locale', 'scheme', 'text'];

const form = document.querySelector('form');
const root = document.documentElement;
const cards = [];
const themes = new Map();

function make(tag, settings = {}, ...inside) {
  const made = Object.assign(document.createElement(tag), settings);
  made.append(...inside);
  return made;
}

/** The address of an entry alone, as the switches are. */
function address(id) {
  const asked = new URLSearchParams({ entry: id });
  for (const name of TOLD) if (form.elements[name].value) asked.set(name, form.elements[name].value);
  return `entry.html?${asked}`;
}

/** One entry on the wall. */
function card(id, entry) {
  const blocks = [...new Set(blocksOf(entry))];
  // `inert` and `loading` before the address, which begins to load.
  const frame = make('iframe', { inert: true, loading: 'lazy', title: `${entry.title}, live` });
  const stage = make('div', { className: 'stage' }, frame);
  new ResizeObserver(() => stage.style.setProperty('--scale', stage.clientWidth / frame.offsetWidth)).observe(stage);
  const use = make('button', { type: 'button', textContent: 'Use it here' });
  use.setAttribute('aria-label', `Use it here: ${entry.title}`);
  use.addEventListener('click', () => {
    frame.inert = false;
    frame.src = address(id);
    frame.focus();
  });
  const alone = make('a', { className: 'alone', textContent: 'Open alone' });
  alone.setAttribute('aria-label', `Open alone: ${entry.title}`);
  const rule = make('pre', { tabIndex: 0 });
  rule.setAttribute('role', 'region');
  rule.setAttribute('aria-label', `Rule file of ${entry.title}`);
  const element = make(
    'li', { id },
    stage,
    make('div', { className: 'said' }, make('h3', { textContent: entry.title }), use, alone),
    make('p', { className: 'blocks', textContent: blocks.join(', ') }),
    make('details', {}, make('summary', { textContent: 'Rule file' }), rule),
  );
  return {
    blocks, element, surface: entry.show.surface,
    look() {
      frame.inert = true;
      alone.href = address(id);
      frame.src = `${alone.href}&still=1`;
      rule.textContent = JSON.stringify(rulesOf(id, entry, themes.get(form.elements.theme.value) ?? {}), null, 2);
    },
  };
}

/** Shows the entries that are asked for, as the switches are. */
function look({ anew = true } = {}) {
  const { block, window: size } = form.elements;
  root.dataset.window = size.value;
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  history.replaceState(null, '', `?${asked}`);
  let count = 0;
  for (const { blocks, element, look } of cards) {
    const wanted = !block.value || blocks.includes(block.value);
    element.hidden = !wanted;
    count += wanted;
    if (anew) look();
  }
  for (const section of document.querySelectorAll('section')) section.hidden = !section.querySelector('li:not([hidden])');
  document.querySelector('.count').textContent = count === 1 ? 'One entry.' : `${count} entries.`;
}

function fillChoices() {
  const used = [...new Set(cards.flatMap(({ blocks }) => blocks))].sort();
  form.elements.block.append(...used.map((name) => make('option', { value: name, textContent: name })));
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements[name];
    if (field && [...field.options].some((option) => option.value === value)) field.value = value;
  }
}

async function begin() {
  const known = await json('index.json');
  const all = (folder) => Promise.all(known[folder].map((id) => json(`${folder}/${id}.json`)));
  const [entries, looks] = await Promise.all([all('entries'), all('themes')]);
  looks.forEach(({ title, theme }, place) => {
    const id = known.themes[place];
    themes.set(id, theme);
    form.elements.theme.append(make('option', { value: id, textContent: title, selected: id === 'default' }));
  });
  cards.push(...entries.map((entry, place) => card(known.entries[place], entry)));
  for (const [surface, text] of Object.entries(SURFACES)) {
    const wall = cards.filter((card) => card.surface === surface).map(({ element }) => element);
    if (!wall.length) continue;
    const list = make('ul', { className: 'wall' }, ...wall);
    list.setAttribute('role', 'list');
    const heading = make('h2', { id: `surface-${surface}`, textContent: surface });
    const section = make('section', {}, heading, make('p', { className: 'surface-text', textContent: text }), list);
    section.setAttribute('aria-labelledby', heading.id);
    document.querySelector('#entries').append(section);
  }
  fillChoices();
  form.addEventListener('change', ({ target }) => look({ anew: target.name !== 'block' }));
  form.addEventListener('submit', (event) => event.preventDefault());
  look();
  root.dataset.state = 'shown';
}

try {
  await begin();
} catch (error) {
  document.querySelector('.count').textContent = `The gallery could not be drawn: ${error.message}.`;
}
