/*
 * The engine of a page, as JavaScript holds it.
 *
 * Decides that whatever the page calls goes through the door, as JSON text that the browser makes once. What becomes of it is
 * the engine's. `glue.js` is wasm-bindgen's work and lies beside this file while both are bundled.
 *
 * INVARIANT: no method throws, whatever it is called with; a fault inside ends shopbell behind the door.
 */
import load, { door, enter, read, renew } from './glue.js';

/** The calls of a page; `Heard` in listen.rs begins with the same ones. */
const [BEGUN, TRACKED, SET, CONSENTED, IDENTIFIED, CART, PAGE, STOPPED, ASKED] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

const { json } = door;

/** What still holds of what the page has said, for an engine that begins anew: code and text, by code and name. */
const holds = new Map();
/** So many are kept. */
const MOST = 99;

function tell(code, what, name = '') {
  const text = json(what);
  const key = code + (typeof name === 'string' ? name : '');
  holds.delete(key);
  if (holds.size < MOST) holds.set(key, [code, text]);
  door.enter(code, text);
}

export class Engine {
  #begin;

  /** Reads the rule file; `begin` follows in a task of its own. */
  constructor(rules, options) {
    const text = json(options);
    const start = () => {
      door.hold(text);
      read(rules);
    };
    this.#begin = () => {
      door.open(enter, async () => {
        await renew();
        return () => {
          start();
          this.#begin();
          for (const [code, text] of holds.values()) door.enter(code, text);
        };
      });
      door.enter(BEGUN);
    };
    holds.clear();
    start();
  }

  /**
   * The page view begins. Apart from reading, because browsers compile each function when it is first called: on a slow phone
   * both together would hold up the page.
   */
  begin() {
    this.#begin();
  }

  /** Something named happened. */
  track(name, detail) {
    door.enter(TRACKED, json([name, detail]));
  }

  /** Sets a custom fact. */
  set(name, to) {
    tell(SET, [name, to], name);
  }

  /** The visitor's answers to the consent question. */
  consent(answers) {
    tell(CONSENTED, answers);
  }

  /** Who the shopper is. */
  identify(customer) {
    tell(IDENTIFIED, customer);
  }

  /** The cart as it is now. */
  setCart(cart) {
    tell(CART, cart);
  }

  /** What the page is: a page of a single-page shop says so after its route. */
  setPage(page) {
    tell(PAGE, page);
  }

  /** The state as JSON text, for `explain()`; empty after a fault. */
  snapshot() {
    return door.ask(ASKED);
  }

  /** Takes everything from the page. */
  stop() {
    door.enter(STOPPED);
    // Also where it is just beginning anew.
    door.close();
  }
}

export default load;
