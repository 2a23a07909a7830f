/*
 * The engine with what only tests and benches call; it never ships. `play` plays a scenario by code that was compiled as the engine's is.
 */
import { Bench, door, testExhaust, testOverflow, testPlay, testTrap } from './glue.js';
import load, { Engine } from './front.js';

/** Faults on purpose, as mistakes in the engine would be: it gives up, calls itself without end, wants all memory there is. */
Engine.prototype.testTrap = () => door.attempt(testTrap);
Engine.prototype.testOverflow = () => door.attempt(testOverflow);
Engine.prototype.testExhaust = () => door.attempt(testExhaust);

/** What came of a scenario. */
export const play = (rules, scenario) => JSON.parse(testPlay(rules, scenario));

export { Bench, Engine, load as default };
