/*
 * Fields to scratch: the cover.
 *
 * Decides what is scratched off, and that half of it is enough. What is below is the engine's: it is not there before the first stroke,
 * which tells it. Without a cover, for those who asked for less motion or for colours of their own, the button does it all.
 */
import { attempt } from './door.js';
import { press } from './gesture.js';
import { make } from './tree.js';

/** The cover in its own units, the cells it is counted in, and how wide a stroke is in pixels. */
const [WIDTH, HEIGHT, COLUMNS, ROWS, STROKE] = [600, 150, 12, 4, 36];

/** Fields whose prize has been said. */
const told = new WeakSet();

/** Lays a cover on the field, and takes it away where the prize was uncovered without it. */
export function scratch(element, message, say) {
  const open = element.hasAttribute('data-open');
  const cover = element.querySelector('canvas');
  if (!open) told.delete(element);
  else if (!told.has(element)) {
    told.add(element);
    say(element.querySelector('.code,.prize')?.textContent);
  }
  if (cover && cover.hasAttribute('data-touched') !== open) cover.remove();
  if (!open && !cover?.isConnected && !matchMedia('(prefers-reduced-motion: reduce),(forced-colors: active)').matches) lay(element, message);
}

/** Fills the cover, in the colours of the style sheet. */
function paint(cover, pen) {
  const { backgroundColor, color } = getComputedStyle(cover);
  pen.fillStyle = backgroundColor;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.strokeStyle = color;
  pen.lineWidth = 2;
  for (let x = -HEIGHT; x < WIDTH; x += 20) {
    pen.moveTo(x, HEIGHT);
    pen.lineTo(x + HEIGHT, 0);
  }
  pen.stroke();
  cover.setAttribute('data-painted', '');
}

function lay(element, message) {
  const cover = make('canvas', 'cover');
  const pen = cover.getContext('2d');
  if (!pen) return;
  cover.width = WIDTH;
  cover.height = HEIGHT;
  element.append(cover);
  // Colours are known once it is on the page.
  setTimeout(attempt, 0, () => cover.isConnected && paint(cover, pen));
  const cells = new Set();
  let last;
  const scrape = ({ clientX, clientY }) => {
    const { left, top, width, height } = cover.getBoundingClientRect();
    const here = [(clientX - left) / width, (clientY - top) / height];
    last ??= here;
    pen.lineWidth = (STROKE * WIDTH) / width;
    pen.beginPath();
    pen.moveTo(last[0] * WIDTH, last[1] * HEIGHT);
    pen.lineTo(here[0] * WIDTH, here[1] * HEIGHT);
    pen.stroke();
    // A quick stroke is told by few of its points.
    for (let part = 0; part <= 1; part += 0.125) {
      const [x, y] = [COLUMNS, ROWS].map((count, axis) => Math.floor((last[axis] + (here[axis] - last[axis]) * part) * count));
      if (x >= 0 && x < COLUMNS && y >= 0 && y < ROWS) cells.add(x * ROWS + y);
    }
    last = here;
    if (cells.size * 2 >= COLUMNS * ROWS) cover.setAttribute('data-gone', '');
  };
  const begin = (event) => {
    if (!element.hasAttribute('data-open')) {
      cover.setAttribute('data-touched', '');
      press(message, element);
      // Something else of the step has to be put right first.
      if (!element.hasAttribute('data-open')) return cover.removeAttribute('data-touched');
      pen.globalCompositeOperation = 'destination-out';
      pen.lineCap = 'round';
    }
    cover.setPointerCapture(event.pointerId);
    last = undefined;
    scrape(event);
  };
  const on = (type, hear) => cover.addEventListener(type, (event) => attempt(() => hear(event)));
  on('pointerdown', begin);
  on('pointermove', (event) => event.buttons && last && scrape(event));
}
