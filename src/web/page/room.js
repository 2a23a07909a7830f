/*
 * The room that the page makes for a bar which pushes: an element of ours beside the body, as high as the bar.
 *
 * Decides when it comes, grows and goes: while nothing that is seen moves by it, before the first paint, or right after a press in a
 * message. Until then the bar lies over the page. Whether a bar pushes is the engine's. No element of the page is touched: what is
 * fixed to the window stays where it is.
 */
import { attempt, listen, undo } from './door.js';

/** Browsers take what moves so soon after a press for what the shopper wanted. */
const SOON = 400;

/** Both ends of the page: whether it is the top, the bar, the room and its height. */
const ends = [true, false].map((top) => ({ __proto__: null, top, bar: null, room: null, height: 0 }));
let watches = false;
let pressed = -SOON;

/** The shopper pressed something of ours. */
export const press = () => void (pressed = performance.now());

/** How far below the beginning of the document the page begins. */
const begins = () => document.body.getBoundingClientRect().top - document.documentElement.getBoundingClientRect().top;

/** Gives an end the room that its bar takes, if it may be done now. */
function fit(end, now) {
  const { top, bar, height } = end;
  const wanted = bar ? Math.ceil(bar.getBoundingClientRect().height) : 0;
  const by = wanted - height;
  if (!by || !document.body) return;
  const page = document.documentElement;
  const unseen = top ? scrollY > 0 && scrollY + by >= 0 : by > 0 || scrollY + innerHeight <= page.scrollHeight + by;
  if (!unseen && !now && performance.now() - pressed > SOON && performance.getEntriesByType('paint').length) return;
  const [scrolled, before] = [scrollY, begins()];
  if (!end.room) {
    end.room = document.createElement('shopbell-room');
    page.insertBefore(end.room, top ? document.body : null);
  }
  const set = (name, value) => end.room.style.setProperty(name, value, 'important');
  set('all', 'initial');
  set('display', 'block');
  set('height', wanted + 'px');
  end.height = wanted;
  // A page that is laid out in its own way gets none.
  if (wanted && Math.abs(begins() - before - (top ? by : 0)) > 1) end.bar = null;
  if (!wanted || !end.bar) {
    end.room.remove();
    [end.room, end.height] = [null, 0];
  }
  if (top && scrolled) scrollTo({ __proto__: null, left: scrollX, top: scrolled + end.height - height, behavior: 'instant' });
}

const fitAll = () => attempt(() => ends.forEach((end) => fit(end)));

/** A bar has come or is another height; it is measured as it stands. */
export function push(bar) {
  if (!bar.matches('.push')) return;
  const end = ends[bar.matches('.top') ? 0 : 1];
  end.bar = bar;
  if (!watches) {
    listen(window, 'scroll', fitAll);
    listen(window, 'resize', fitAll);
    undo(() => {
      watches = false;
      for (const end of ends) {
        end.bar = null;
        fit(end, true);
      }
    });
  }
  watches = true;
  fit(end);
}

/** A bar has gone. */
export function release(bar) {
  for (const end of ends) {
    if (end.bar !== bar) continue;
    end.bar = null;
    fit(end);
  }
}
