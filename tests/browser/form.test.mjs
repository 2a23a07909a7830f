/* Forms in a real browser: keys, focus, what assistive tech hears, robots, reloads. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const FORM = {
  surface: 'modal',
  steps: [
    {
      id: 'ask',
      blocks: [
        { text: 'Letters from the kiln' },
        {
          form: [
            { text: { label: 'First name', name: 'first-name', autocomplete: 'given-name' } },
            { email: { label: 'E-mail', required: true } },
            { radio: { label: 'How often?', name: 'often', required: true, options: ['Monthly', 'Now and then'] } },
            { consent: { text: 'I agree to the [privacy notice](/privacy)', version: '2026-11', required: true } },
          ],
        },
      ],
    },
    { id: 'success', blocks: [{ text: 'Welcome' }] },
  ],
};

/** A clock of the page's own: nobody has to wait until a form may be sent. */
const opened = async (show = FORM, more = {}) => {
  const it = await openPage(browser, rules(campaign('letters', show)), {
    init: () => {
      let skipped = 0;
      const now = performance.now.bind(performance);
      performance.now = () => now() + skipped;
      window.skip = (span) => (skipped += span);
    },
    ...more,
  });
  await it.shown();
  it.skip = () => it.page.evaluate(() => window.skip(5_000));
  /** The name of the field that has the focus. */
  it.field = () => it.page.evaluate(() => document.activeElement.shadowRoot.activeElement?.name);
  return it;
};

const audit = async (it) => {
  await it.page.evaluate(AXE);
  const { violations } = await it.page.evaluate(() => window.axe.run(document.querySelector('shopbell-root')));
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    [],
  );
};

test('by keys alone: errors, the first of them in focus, put right, sent', async () => {
  const it = await opened();
  await it.skip();
  const { keyboard } = it.page;
  await keyboard.press('Tab');
  assert.equal(await it.field(), 'first-name');
  await keyboard.press('Enter');
  assert.equal(await it.field(), 'email', 'the first field that is wrong');
  const email = it.page.getByRole('textbox', { name: 'E-mail' });
  assert.equal(await email.getAttribute('aria-invalid'), 'true');
  await audit(it);
  await keyboard.type('ana@example.com');
  assert.equal(await email.getAttribute('aria-invalid'), null);
  assert.equal(await it.find('.error').count(), 2);
  await keyboard.press('Enter');
  assert.equal(await it.field(), 'often', 'a group begins with its first choice');
  await keyboard.press('Space');
  await keyboard.press('Tab');
  assert.equal(await it.field(), 'consent');
  await keyboard.press('Space');
  assert.equal(await it.find('.error').count(), 0);
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  assert.equal(await it.focused(), 'primary');
  await keyboard.press('Enter');
  const sent = await it.outcome('submitted');
  assert.deepEqual(sent.answers, [
    ['email', 'ana@example.com'],
    ['often', 'Monthly'],
    ['consent', 'yes'],
    ['consent.text', 'I agree to the [privacy notice](/privacy)'],
    ['consent.version', '2026-11'],
  ]);
  assert.equal(await it.focused(), 'headline');
  await it.page.waitForFunction(() => document.querySelector('shopbell-root').shadowRoot.querySelector('[role=status]').textContent === 'Welcome');
  const [told] = await it.said('submit');
  assert.equal(told.campaign, 'letters');
  assert.equal(told.answers.email, 'ana@example.com');
  assert.deepEqual(it.errors, []);
  await it.close();
});

test('assistive tech hears labels, duties and errors', async () => {
  const it = await opened();
  await it.find('.primary').click();
  const tree = await it.page.getByRole('dialog').ariaSnapshot();
  assert.match(tree, /textbox "First name optional"/);
  assert.match(tree, /textbox "E-mail"/);
  assert.match(tree, /radiogroup "How often\?"/);
  assert.match(tree, /checkbox "I agree to the privacy notice"/);
  assert.ok(!tree.includes('topic'));
  const described = await it.page.evaluate(() => {
    const { shadowRoot } = document.querySelector('shopbell-root');
    const wrong = [...shadowRoot.querySelectorAll('[aria-invalid=true]')];
    return wrong.map((element) => shadowRoot.getElementById(element.getAttribute('aria-describedby')).textContent);
  });
  assert.deepEqual(described, [
    'Please enter an e-mail address such as name@example.com',
    'Please choose one',
    'Please tick this box to go on',
  ]);
  assert.equal(await it.find('.trap').evaluate((trap) => getComputedStyle(trap).display !== 'none' && trap.getBoundingClientRect().right < 0), true);
  await audit(it);
  await it.close();
});

test('leaving a field says what is wrong with it, until it is right', async () => {
  const it = await opened();
  const email = it.page.getByRole('textbox', { name: 'E-mail' });
  await email.fill('ana@example');
  await it.page.keyboard.press('Tab');
  assert.equal(await it.find('.error').count(), 1);
  await email.fill('ana@example.com');
  assert.equal(await it.find('.error').count(), 0);
  await it.close();
});

test('a press says what is wrong only once it is over', async () => {
  const it = await opened();
  await it.page.getByRole('textbox', { name: 'E-mail' }).focus();
  await it.page.keyboard.type('ana@');
  const { x, y } = await it.find('.primary').boundingBox();
  await it.page.mouse.move(x + 20, y + 20);
  await it.page.mouse.down();
  // A pressed button sinks by a pixel; an error would push it down by a line.
  assert.ok(Math.abs((await it.find('.primary').boundingBox()).y - y) < 4);
  assert.equal(await it.find('.error').count(), 0);
  await it.page.mouse.up();
  assert.equal(await it.field(), 'email');
  await it.close();
});

test('a robot is thanked, and nobody hears of it', async () => {
  const fill = async (it) => {
    await it.page.getByRole('textbox', { name: 'E-mail' }).fill('robot@example.com');
    await it.page.getByRole('radio', { name: 'Monthly' }).check();
    await it.page.getByRole('checkbox').check();
  };
  for (const robot of ['in haste', 'fills in everything']) {
    // Time stands still where it has to be too short.
    const it = await opened(FORM, robot === 'in haste' ? { init: () => (performance.now = () => 1_000) } : {});
    if (robot !== 'in haste') {
      await it.skip();
      await it.find('.trap input').evaluate((input) => {
        input.value = 'https://cheap.example';
        input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      });
    }
    await fill(it);
    await it.find('.primary').click();
    await it.page.getByText('Welcome').first().waitFor();
    assert.deepEqual(await it.outcomes(), ['exposed', 'impression', 'step'], robot);
    assert.deepEqual(await it.said('submit'), []);
    await it.close();
  }
});

test('what was typed is there after a reload, as the same exposure, and gone once the message is closed', async () => {
  const it = await opened();
  await it.page.getByRole('textbox', { name: 'E-mail' }).fill('ana@example.com');
  await it.page.getByRole('radio', { name: 'Monthly' }).check();
  await it.page.getByRole('checkbox').check();
  const [{ exposure }] = await it.said('show');
  assert.ok((await it.page.evaluate(() => JSON.stringify({ ...localStorage }))).includes('ana@') === false);
  assert.ok(!(await it.page.evaluate(() => engine.snapshot())).includes('ana@'));
  await it.page.reload();
  await it.start();
  await it.shown();
  assert.equal(await it.page.getByRole('textbox', { name: 'E-mail' }).inputValue(), 'ana@example.com');
  assert.ok(await it.page.getByRole('radio', { name: 'Monthly' }).isChecked());
  assert.deepEqual(await it.said('show'), [{ exposure, campaign: 'letters' }]);
  assert.deepEqual(await it.outcomes(), []);
  await it.find('.primary').click();
  await it.page.getByText('Welcome').first().waitFor();
  await it.page.keyboard.press('Escape');
  assert.equal((await it.outcome('dismissed')).exposure, exposure);
  assert.ok(!(await it.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).includes('ana@'));
  await it.page.reload();
  await it.start();
  assert.equal(await it.count(), 0);
  await it.close();
});
