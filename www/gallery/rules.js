/*
 * From an entry to what a shop would have written: a rule file with one campaign.
 *
 * Decides that the message shows at once and as often as the page is opened, and what controls say in a language that the engine does
 * not speak; everything else is the entry's.
 */
export const LOCALES = ['en', 'ro', 'ko', 'ar'];

const words = await json('words.json');

/** The rule file of an entry in a theme. What an entry says under `site` and `custom` stands there too. */
export function rulesOf(id, { site, custom, show }, theme) {
  const campaign = {
    id,
    on: [{ page_view: {} }],
    frequency: { at_most: 99, per: 'page', after_dismiss: '0s', after_convert: '0s' },
    variants: [{ id: 'shown', show }],
  };
  const rules = { format: 1, site: { currency: 'EUR', time_zone: 'Europe/Bucharest', quiet_interval: '0s', locales: LOCALES, words, ...site } };
  if (Object.keys(theme).length) rules.site.theme = theme;
  if (custom) rules.custom = custom;
  return { ...rules, campaigns: [campaign] };
}

/** The file of this name as JSON. */
export async function json(name) {
  const answer = await fetch(name);
  if (!answer.ok) throw new Error(`there is no ${name}`);
  return answer.json();
}

/** The blocks of an entry, those of all steps. */
export const blocksOf = ({ show }) => (show.steps ?? [show]).flatMap(({ blocks }) => blocks).map((block) => Object.keys(block)[0]);
