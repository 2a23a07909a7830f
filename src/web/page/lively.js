/*
 * Blocks that do something by themselves once they are on screen.
 *
 * Decides which: the class of a block's element, and who brings it to life. Each is called for every element of its class after every
 * drawing, the first included, and has to be content with that.
 */
import { countdown } from './countdown.js';
import { scratch } from './scratch.js';
import { wheel } from './wheel.js';

/** Class and function of each: `bring(element, message, say)`. */
const lively = [['digits', countdown], ['wheel', wheel], ['scratch', scratch]];

/** Brings to life what has been drawn; `say(words)` says something to those who do not see it. */
export function enliven(message, say) {
  for (const [name, bring] of lively) for (const element of message.root.querySelectorAll('.' + name)) bring(element, message, say);
}
