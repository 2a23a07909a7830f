/* One question on the third visit: visits by the clock, answered by keyboard alone, followed by the question that fits. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, focused, gone, messages, nothing, shown, text, visitor } from './shop.mjs';

/** A visitor on the third visit, with the question on screen; `path` is where. */
async function asked(context = {}) {
  const it = await visitor('nps', { clock: '2026-11-02T09:00:00+02:00', ...context });
  const page = await it.open('/');
  for (const days of [2, 3]) {
    await it.pass(6_000, page);
    await nothing(it, page);
    await it.away(days * DAY, page);
  }
  await it.pass(4_000, page);
  await nothing(it, page);
  await it.pass(1_500, page);
  await shown(page);
  return { it, page };
}

/** The focus goes on by Tab, backwards, until it is on what is looked for. */
async function tabTo(page, wanted) {
  for (let step = 0; step < 8; step++) {
    await page.keyboard.press('Shift+Tab');
    if (wanted.includes(await focused(page))) return;
  }
  assert.fail(`the keyboard does not reach ${wanted}`);
}
const radio = (page) => messages(page).evaluate((root) => root.shadowRoot.activeElement?.value);

test('three visits are three sessions, not three pages', async () => {
  const it = await visitor('nps', { clock: '2026-11-02T09:00:00+02:00' });
  const page = await it.open('/');
  for (const minutes of [10, 20, 29]) {
    await it.away(minutes * 60_000, page, '/collection.html');
  }
  await it.pass(6_000, page);
  await nothing(it, page);
  const { visits } = JSON.parse(await page.evaluate(() => localStorage['shopbell.profile']));
  assert.equal(visits.length, 1);
  assert.equal(visits[0][2], 4, 'pages');
  await it.close();
});

test('by keyboard alone: arrows only move, Enter answers, the follow-up fits, thanks', async () => {
  const { it, page } = await asked();
  assert.match(await text(page), /^How likely are you to recommend us to a friend\?/);
  assert.match(await text(page), /Not at all likely\s+Extremely likely/);
  assert.equal(await messages(page).getByRole('radio').count(), 11);
  assert.equal(await focused(page), 'BODY', 'a bar takes no focus');
  assert.deepEqual(it.left(), ['exposed', 'impression']);

  await tabTo(page, ['0', '10', 'radio', 'INPUT']);
  await page.keyboard.press('Home');
  const from = Number(await radio(page));
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowLeft');
  const moved = Number(await radio(page));
  assert.equal(moved, (from + 11 - 3) % 11);
  await it.settled(page);
  assert.deepEqual(it.left(), ['exposed', 'impression'], 'moving along the scale is not answering');
  while ((await radio(page)) !== '9') await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');

  await messages(page).getByRole('textbox', { name: 'Lovely to hear. What did you like most?' }).waitFor();
  const submitted = await it.outcome('submitted');
  assert.deepEqual(submitted.answers, [['nps', '9']]);
  assert.equal(await focused(page), 'headline', 'the focus goes on at the top of the next step');
  await page.keyboard.press('Tab');
  await page.keyboard.type('The glaze.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await messages(page).getByText('Thank you. Somebody here reads every line.').first().waitFor();
  assert.equal(await focused(page), 'headline');
  await it.settled(page);
  assert.deepEqual(it.left(), ['exposed', 'impression', 'submitted', 'converted', 'step', 'submitted', 'step']);
  assert.deepEqual(it.sent[5].answers, [['why', 'The glaze.']]);
  assert.deepEqual(it.sent.filter(({ type }) => type === 'step').map(({ step }) => step), ['loved', 'thanks']);

  await messages(page).getByRole('button', { name: 'Close' }).click();
  await gone(page);
  await it.away(30 * DAY, page);
  await it.pass(6_000, page);
  await nothing(it, page);
  await it.close();
});

for (const [score, step, question] of [
  ['0', 'sorry', 'We’re sorry. What went wrong?'],
  ['6', 'sorry', 'We’re sorry. What went wrong?'],
  ['7', 'better', 'What one thing would make it a nine?'],
  ['8', 'better', 'What one thing would make it a nine?'],
  ['10', 'loved', 'Lovely to hear. What did you like most?'],
]) {
  test(`a ${score} is asked: ${question}`, async () => {
    const { it, page } = await asked();
    await messages(page).getByRole('radio', { name: score, exact: true }).click();
    await messages(page).getByRole('textbox', { name: question }).waitFor();
    assert.deepEqual((await it.outcome('submitted')).answers, [['nps', score]]);
    assert.equal((await it.outcome('step')).step, step);
    // Nothing further need be said.
    await messages(page).getByRole('button', { name: 'Send' }).click();
    await messages(page).getByText('Thank you.').first().waitFor();
    await it.settled(page);
    assert.equal(it.left().filter((type) => type === 'submitted').length, 1);
    await it.close();
  });
}

test('on a phone the scale fills the width and nothing scrolls sideways', async () => {
  const { it, page } = await asked({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
  const cells = await messages(page).locator('.cell').evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().toJSON()));
  assert.equal(cells.length, 11);
  for (const { left, right, height } of cells) assert.ok(left >= 0 && right <= 320 && height >= 36, JSON.stringify({ left, right, height }));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  await messages(page).getByRole('radio', { name: '10' }).tap();
  await messages(page).getByRole('textbox').waitFor();
  await it.close();
});
