/*
 * The engine of a page, as JavaScript holds it.
 *
 * Decides that whatever the page calls goes through the door, as JSON text that the browser makes once. What becomes of it is
 * the engine's. `glue.js` is wasm-bindgen's work and lies beside this file while both are bundled.
 *
 * INVARIANT: no method throws, whatever it is called with; a fault inside ends shopbell behind the door.
 */
import load, { door, enter, read } from './glue.js';

/** The calls of a page; `Heard` in listen.rs begins with the same ones. */
const [BEGUN, TRACKED, SET, CONSENTED, IDENTIFIED, CART, PAGE, STOPPED, ASKED] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

const { json } = door;

export class Engine {
  /** Reads the rule file; `begin` follows in a task of its own. */
  constructor(rules, options) {
    door.hold(json(options));
    read(rules);
  }

  /**
   * The page view begins. Apart from reading, because browsers compile each function when it is first called: on a slow phone
   * both together would hold up the page.
   */
  begin() {
    door.open(enter);
    door.enter(BEGUN);
  }

  /** Something named happened. */
  track(name, detail) {
    door.enter(TRACKED, json([name, detail]));
  }

  /** Sets a custom fact. */
  set(name, to) {
    door.enter(SET, json([name, to]));
  }

  /** The visitor's answers to the consent question. */
  consent(answers) {
    door.enter(CONSENTED, json(answers));
  }

  /** Who the shopper is. */
  identify(customer) {
    door.enter(IDENTIFIED, json(customer));
  }

  /** The cart as it is now. */
  setCart(cart) {
    door.enter(CART, json(cart));
  }

  /** What the page is: a page of a single-page shop says so after its route. */
  setPage(page) {
    door.enter(PAGE, json(page));
  }

  /** The state as JSON text, for `explain()`; empty after a fault. */
  snapshot() {
    return door.ask(ASKED);
  }

  /** Takes everything from the page. */
  stop() {
    door.enter(STOPPED);
  }
}

export default load;
