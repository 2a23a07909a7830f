/*
 * Messages of every surface, for tests of what must hold for each of them: one of our own, and the first of the gallery's entries
 * for any surface that is not among ours. A new surface is one more entry here or there.
 */
import { readFile, readdir } from 'node:fs/promises';

/** Every token of a theme, so that nothing is left to the page. */
const THEME = {
  accent: '#2f5d50', on_accent: '#ffffff', surface: '#fffdfa', ink: '#1d1b18', muted: '#6b655d', line: '#e7e1d8', radius: 0, width: 440, font: 'system',
};

const BLOCKS = [
  { text: { style: 'eyebrow', text: 'Kiln & Linden' } },
  { text: { style: 'headline', text: 'Before you go' } },
  { text: 'Ten percent off the *first* order, [as we promised](/promise).' },
  { coupon: { code: 'STAY-10' } },
  { progress: { fact: 'cart.subtotal', target: 50, text: '{remaining} to a free mug', done: 'The mug is yours' } },
  { choice: { question: 'What kept you?', name: 'why', options: ['The price', 'Delivery'] } },
  { comment: { label: 'Anything else?', name: 'more' } },
  { button: { text: 'Apply', do: { apply_coupon: { code: 'STAY-10' } } } },
  { button: { text: 'No', do: 'close', style: 'link' } },
];

const OURS = [
  { surface: 'modal', blocks: BLOCKS },
  { surface: 'bar', position: 'top', blocks: [BLOCKS[2], BLOCKS[7]] },
  { surface: 'bar', position: 'bottom', steps: [{ id: 'score', blocks: [{ nps: { question: 'How likely?', name: 'score' } }] }] },
];

const GALLERY = new URL('../../www/gallery/entries/', import.meta.url);

async function gallery() {
  const shows = [];
  for (const name of (await readdir(GALLERY).catch(() => [])).filter((name) => name.endsWith('.json')).sort())
    shows.push(JSON.parse(await readFile(new URL(name, GALLERY), 'utf8')));
  return shows;
}

const called = ({ surface, position = '', teaser }) => [surface, position, teaser && 'with a teaser'].filter(Boolean).join(' ');

/** `[name, show, what its page declares]` of every surface. */
export async function surfaces() {
  const all = new Map();
  for (const show of OURS) all.set(called(show), [show, { cart: { currency: 'EUR', subtotal: '36.50', items: 2 } }]);
  // What stands in the page moves it: inline.test.mjs.
  for (const { show, declare } of await gallery())
    if (show.surface !== 'inline' && !all.has(called(show))) all.set(called(show), [show, declare ?? {}]);
  return [...all].map(([name, [show, declare]]) => [name, { ...show, theme: { ...show.theme, ...THEME } }, declare]);
}
