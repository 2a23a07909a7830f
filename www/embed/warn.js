/** Says one line to whoever looks after the shop. Never more: shoppers' consoles are theirs. */
export const warn = (sentence) => console.warn('shopbell: ' + sentence);
