/**
 * On-site messages and targeting: rules in git, a Rust core in the shopper's browser.
 *
 * ```js
 * import { start } from 'shopbell';
 *
 * const shopbell = start({ rules: '/shopbell.rules.json', consent: 'required' });
 * shopbell.setCart({ currency: 'EUR', subtotal: '42.00', items: 2 });
 * shopbell.on('show', ({ detail }) => console.log(detail));
 * ```
 */

/**
 * Starts shopbell on this page and returns at once. The engine loads when the page is idle; what you call before waits, in
 * order. One shopbell runs on a page: a second `start` returns the first one's handle and says so on the console.
 *
 * On a server (no `document`) it does nothing and returns a handle that does nothing.
 *
 * Nothing here throws into your page: if the rules or the engine cannot be had, one line on the console says why.
 */
export function start(options: Options): Shopbell;

/** What `start` is told; the script tag takes the same as `data-…`. */
export interface Options {
  /** The address of the rule file, or its content as bytes or as an object. */
  rules: string | URL | Uint8Array | RuleFile;
  /** Where outcomes are sent: the address of the intake, such as `https://collect.shop.example/v1/outcomes`. Without it nothing is sent. */
  collector?: string;
  /** What is allowed before the shopper has answered; see {@link Shopbell.consent}. Default: `required`. */
  consent?: ConsentMode;
  /** The shopper's country, ISO 3166 (`RO`), if your server knows it. Becomes the fact `visitor.country`. */
  country?: string;
  /** The language of the page if it is not that of `<html lang>`: a BCP 47 tag such as `en` or `pt-BR`. */
  locale?: string;
  /** Opens the debug panel; the address of the page does the same by `?shopbell_debug=1`. */
  debug?: boolean;
  /** Shows a campaign, or one variant of it, whatever its rules say: `CAMPAIGN` or `CAMPAIGN:VARIANT`. Nothing is stored or sent. */
  preview?: string;
}

/**
 * - `required`: caps and dismissals are remembered; ids and outcomes wait for the answer
 * - `strict`: nothing is remembered before the answer
 * - `granted`, `denied`: the answer is known
 */
export type ConsentMode = 'required' | 'strict' | 'granted' | 'denied';

/** A rule file, as `shopbell.rules.json` holds it; the engine checks it and reports what is wrong. */
export interface RuleFile {
  format: 1;
  campaigns: object[];
  [key: string]: unknown;
}

/** What the shopper allowed. What you leave out keeps its answer. */
export interface Consent {
  /** A visitor id, remembered assignments, outcomes. */
  analytics?: boolean;
  /** Handing leads and events to other tools. */
  marketing?: boolean;
  /** Custom facts that a message sets. */
  preferences?: boolean;
}

/** Facts about the cart, for shops whose software shopbell does not read by itself. An absent one is unknown, not zero. */
export interface Cart {
  /** ISO 4217, for instance `EUR`. */
  currency?: string;
  /** The lines before order coupons, tax and shipping: a decimal such as `"49.90"`, or a number. */
  subtotal?: string | number;
  /** What is to be paid as far as the cart knows. */
  total?: string | number;
  /** Pieces, all lines together. */
  items?: number;
  [key: string]: unknown;
}

/** What a page is, as the facts `page.*` and `page.product.*` have it. */
export interface PageFacts {
  type?: 'home' | 'product' | 'collection' | 'cart' | 'checkout' | 'thank_you' | 'other';
  title?: string;
  /** A BCP 47 tag such as `en`. */
  language?: string;
  product?: Record<string, unknown>;
  /** What the block `products` shows with `"from": "recommended"`: at most 12. */
  recommended?: { sku?: string; name: string; price?: number | string; image?: string; url?: string }[];
}

/** Facts about the customer by the names of the `customer.*` facts; `null` says that nobody is logged in. */
export type Customer = Record<string, unknown> | null;

/** What happens, as `CustomEvent`s named `shopbell:…` on `document`. */
export interface Events {
  /** The engine runs. */
  ready: CustomEvent<null>;
  /** A message is on screen. */
  show: CustomEvent<Message>;
  /** It has gone. */
  hide: CustomEvent<Message>;
  /** A message asks the shop to do something: `{ do: 'apply_coupon', code }`, `{ do: 'add_to_cart', sku, quantity }` … */
  action: CustomEvent<{ do: string; [key: string]: unknown }>;
  /** Something worth counting happened: a message was seen, clicked, dismissed … */
  outcome: CustomEvent<{ id: string; type: string; [key: string]: unknown }>;
}

/** A message, as the page is told of it. */
export interface Message {
  /** The id of this one exposure. */
  exposure: string;
  /** The campaign's id. */
  campaign: string;
}

/** Shopbell on this page: what `start` returns, and `window.shopbell` with the script tag. */
export interface Shopbell {
  /** Whether the engine runs. Never rejects; `false` means that the console says why. */
  readonly ready: Promise<boolean>;
  /** Tells of an event of your own, for `event` triggers: `track('quiz_finished', { score: 7 })`. */
  track(name: string, detail?: Record<string, unknown>): void;
  /** Tells who is logged in. */
  identify(customer: Customer): void;
  /** Tells what the cart holds now. */
  setCart(cart: Cart): void;
  /** Tells what the page is: `type`, `title`, `language`, `product`. In a single-page shop after each change of route; elsewhere a declaration does. */
  setPage(page: PageFacts): void;
  /** Sets a fact that the rule file declares under `custom`. */
  set(name: string, value: unknown): void;
  /** Tells what the shopper allowed; call it on every page view and whenever it changes. */
  consent(answer: Consent): void;
  /** For every campaign: why it shows or does not. Loads the tools build the first time. */
  explain(): Promise<Record<string, unknown>>;
  /** Listens; the result stops listening. */
  on<Name extends keyof Events>(type: Name, listener: (event: Events[Name]) => void): () => void;
  on(type: string, listener: (event: CustomEvent<unknown>) => void): () => void;
  /** Ends shopbell on this page: what is showing goes, nothing is heard or sent any more. `start` may begin anew. */
  stop(): void;
  /** The queue of the script tag: a function runs with the handle once the engine runs, an array is a call by name. */
  push(...entries: Array<((shopbell: Shopbell) => void) | [method: string, ...args: unknown[]]>): void;
}
