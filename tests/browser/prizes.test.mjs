/* Wheels and fields to scratch in a real browser: what was won is decided before, told after, and nowhere on the page in between. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const CLOCK = { clock: '2026-11-24T20:00:00Z' };
const STILL = { context: { reducedMotion: 'reduce' } };

const WHEEL = {
  surface: 'modal',
  steps: [
    {
      id: 'spin',
      blocks: [
        { text: 'One turn' },
        {
          wheel: {
            show_odds: true,
            slices: [
              { text: 'Ten percent', odds: 50, code: 'KILN-A', to: 'won' },
              { text: 'Free shipping', odds: 50, code: 'KILN-B', to: 'won' },
            ],
          },
        },
      ],
    },
    { id: 'won', blocks: [{ text: 'Yours: {answer.wheel}' }, { coupon: { from: 'wheel' } }] },
  ],
};
const SCRATCH = { surface: 'modal', blocks: [{ text: 'For you' }, { scratch: { text: 'Scratch to see', code: 'GLAZE-15' } }] };

async function opened(show, more) {
  const it = await openPage(browser, rules(campaign('one', show, { frequency: { at_most: 9, per: 'session', after_convert: '0s' } })), more);
  await it.shown();
  /** All that the message says, attributes included. */
  it.html = () => it.page.evaluate(() => document.querySelector('shopbell-root').shadowRoot.innerHTML);
  it.status = (text) => assert.ok(text) ?? it.find('.status').filter({ hasText: text }).waitFor();
  return it;
}

test('by keyboard alone: odds are heard, the wheel turns, what was won is heard once it stands', async () => {
  const it = await opened(WHEEL, CLOCK);
  assert.equal(
    await it.find('dialog').ariaSnapshot(),
    [
      '- dialog "One turn":',
      '  - heading "One turn" [level=2]',
      '  - list:',
      '    - listitem: Ten percent 50%',
      '    - listitem: Free shipping 50%',
      '  - button "Spin"',
      '  - button "Close"',
      '  - status',
    ].join('\n'),
  );
  assert.doesNotMatch(await it.html(), /KILN/);
  await it.page.clock.pauseAt('2026-11-24T20:01:00Z');
  await it.page.keyboard.press('Tab');
  await it.page.keyboard.press('Enter');
  await it.find('.wheel[data-spun]').waitFor();
  await it.outcome('submitted');
  // The wheel turns, and what it will say is not said.
  assert.equal(await it.find('.status').textContent(), '');
  assert.doesNotMatch(await it.html(), /KILN/);
  assert.ok(await it.find('.disc').evaluate((disc) => disc.getAnimations().length), 'it turns');
  await it.find('.disc').evaluate((disc) => disc.getAnimations()[0].finish());
  await it.find('.wheel[data-still]').waitFor();
  const { wheel, 'wheel.code': code } = Object.fromEntries((await it.outcome('submitted')).answers);
  await it.status(wheel);
  await it.page.clock.runFor(1600);
  await it.find('.headline').filter({ hasText: `Yours: ${wheel}` }).waitFor();
  assert.equal(await it.find('.code').textContent(), code);
  await it.page.keyboard.press('Tab');
  await it.page.keyboard.press('Enter');
  await it.status('Copied');
  assert.equal(await it.page.evaluate(() => navigator.clipboard.readText()), code);
  assert.deepEqual(it.errors, []);
  await it.close();
});

test('the wheel stops with the middle of the slice that was won at the pointer', async () => {
  const it = await opened(WHEEL, { ...STILL, ...CLOCK });
  await it.page.clock.pauseAt('2026-11-24T20:01:00Z');
  await it.find('button.primary').click();
  await it.find('[data-won]').waitFor();
  const [pointer, middle] = await it.find('.wheel').evaluate((wheel) => {
    const box = wheel.getBoundingClientRect();
    const won = wheel.querySelector('[data-won] span').getBoundingClientRect();
    return [box.top + box.height / 2, won.top + won.height / 2].map(Math.round);
  });
  assert.ok(Math.abs(pointer - middle) < 12, `${pointer} and ${middle}`);
  await it.close();
});

test('with less motion nothing turns, and the result is there at once', async () => {
  const it = await opened(WHEEL, { ...STILL, ...CLOCK });
  await it.page.clock.pauseAt('2026-11-24T20:01:00Z');
  await it.find('button.primary').click();
  await it.page.clock.runFor(1);
  await it.find('.wheel[data-still]').waitFor();
  assert.equal(await it.find('.disc').evaluate((disc) => disc.getAnimations().length), 0);
  await it.close();
});

test('left in the middle of a turn: the same slice is won after a reload, and nothing is sent twice', async () => {
  const it = await opened(WHEEL);
  await it.find('button.primary').click();
  const { exposure, answers } = await it.outcome('submitted');
  const { wheel } = Object.fromEntries(answers);
  await it.page.reload();
  await it.start();
  await it.find('.headline').filter({ hasText: `Yours: ${wheel}` }).waitFor();
  const after = await it.said('outcome');
  assert.ok(after.every((one) => one.exposure === exposure && one.type !== 'submitted'), JSON.stringify(after));
  await it.close();
});

test('scratched by the pointer: the code is not on the page before the first stroke, and half of it is enough', async () => {
  const it = await opened(SCRATCH);
  const cover = it.find('.cover[data-painted]');
  await cover.waitFor();
  assert.doesNotMatch(await it.html(), /GLAZE/);
  const { x, y, width, height } = await cover.boundingBox();
  await it.page.mouse.move(x + 4, y + height / 8);
  await it.page.mouse.down();
  await it.status('GLAZE-15');
  assert.equal(await it.find('.cover[data-gone]').count(), 0);
  for (const [row, to] of [[1, width - 4], [3, 4], [5, width - 4], [7, 4]]) {
    await it.page.mouse.move(x + (row % 4 === 1 ? 4 : width - 4), y + (height / 8) * row, { steps: 2 });
    await it.page.mouse.move(x + to, y + (height / 8) * row, { steps: 20 });
  }
  await it.page.mouse.up();
  await it.find('.cover[data-gone]').waitFor({ state: 'attached' });
  assert.equal(await it.find('.code').textContent(), 'GLAZE-15');
  assert.deepEqual((await it.outcomes()).filter((type) => type === 'submitted').length, 1);
  assert.deepEqual(it.errors, []);
  await it.close();
});

for (const [name, more] of [['by the button', {}], ['with less motion there is no cover, and the button does it', STILL]])
  test(`uncovered ${name}`, async () => {
    const it = await opened(SCRATCH, more);
    assert.equal(await it.find('.cover').count(), more === STILL ? 0 : 1);
    assert.doesNotMatch(await it.html(), /GLAZE/);
    await it.page.keyboard.press('Tab');
    await it.page.keyboard.press('Enter');
    await it.status('GLAZE-15');
    assert.equal(await it.find('.cover').count(), 0);
    await it.find('button').filter({ hasText: 'Copy' }).click();
    assert.equal(await it.page.evaluate(() => navigator.clipboard.readText()), 'GLAZE-15');
    await it.close();
  });
