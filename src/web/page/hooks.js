/*
 * The engine with what only tests and benches call; it never ships. `play` plays a scenario by code that was compiled as the engine's is.
 */
import { Bench, door, play, testTrap } from './glue.js';
import load, { Engine } from './front.js';

/** A fault on purpose, as a mistake in the engine would be one. */
Engine.prototype.testTrap = () => door.attempt(testTrap);

export { Bench, Engine, load as default, play };
