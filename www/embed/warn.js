/** Says one line to whoever looks after the shop. Never more: shoppers' consoles are theirs. */
export function warn(sentence) {
  try {
    console.warn('shopbell: ' + sentence);
  } catch (error) {
    // The page has a console of its own.
  }
}
