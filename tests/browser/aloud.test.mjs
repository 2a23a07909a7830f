/* Messages by keyboard alone, as a screen reader tells them: the accessibility tree at each stop. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const GO = { on: [{ event: { name: 'go' } }] };

/** A page whose shopper has just pressed a button of the shop when the message comes. */
async function met(show) {
  const it = await openPage(browser, rules(campaign('one', show, GO)));
  await it.page.locator('#before').focus();
  await it.page.evaluate(() => engine.track('go'));
  await it.shown();
  it.press = (...keys) => keys.reduce((so, key) => so.then(() => it.page.keyboard.press(key)), Promise.resolve());
  return it;
}

/** What is told of the message: the tree, without the indentation of this file and the line that is heard for a moment. */
const told = async (it, frame, tree) => {
  const lines = tree.split('\n').slice(1, -1);
  const indent = lines[0].search(/\S/);
  const heard = (await it.find(frame).ariaSnapshot()).split('\n').filter((line) => !line.startsWith('  - status'));
  assert.deepEqual(heard, lines.map((line) => line.slice(indent)));
};

test('a coupon: heard, copied, heard to be copied, left', async () => {
  const it = await met({
    surface: 'modal',
    blocks: [
      { text: { style: 'headline', text: 'Before you go' } },
      { text: 'Ten percent off.' },
      { coupon: { code: 'STAY-10' } },
      { button: { text: 'Apply', do: { apply_coupon: 'STAY-10' } } },
      { button: { text: 'No, thanks', do: 'close' } },
    ],
  });
  await told(it, 'dialog', `
    - dialog "Before you go":
      - heading "Before you go" [level=2]
      - paragraph: Ten percent off.
      - code: STAY-10
      - button "Copy code STAY-10": Copy
      - button "Apply"
      - button "No, thanks"
      - button "Close"
  `);
  assert.equal(await it.focused(), 'headline');
  await it.press('Tab', 'Enter');
  await it.find('.status').filter({ hasText: 'Copied' }).waitFor();
  assert.equal(await it.page.evaluate(() => navigator.clipboard.readText()), 'STAY-10');
  assert.equal(await it.focused(), 'copy', 'copying leaves the focus where it is');
  await it.press('Tab', 'Space');
  assert.deepEqual(await it.said('action'), [{ do: 'apply_coupon', code: 'STAY-10' }]);
  await it.press('Escape');
  assert.equal(await it.focused(), 'before');
  await it.close();
});

test('a 0-to-10 question: one stop, arrows along the scale, the next question is heard', async () => {
  const it = await met({
    surface: 'modal',
    steps: [
      { id: 'score', blocks: [{ nps: { question: 'How likely are you to recommend us?', name: 'score' } }] },
      { id: 'why', blocks: [{ comment: { label: 'What could be better?', name: 'why' } }] },
      { id: 'thanks', blocks: [{ text: 'Thank you' }] },
    ],
  });
  await told(it, 'dialog', `
    - dialog "How likely are you to recommend us?":
      - group "How likely are you to recommend us?":
        - text: How likely are you to recommend us?
        - radio "0"
        - text: "0"
        - radio "1"
        - text: "1"
        - radio "2"
        - text: "2"
        - radio "3"
        - text: "3"
        - radio "4"
        - text: "4"
        - radio "5"
        - text: "5"
        - radio "6"
        - text: "6"
        - radio "7"
        - text: "7"
        - radio "8"
        - text: "8"
        - radio "9"
        - text: "9"
        - radio "10"
        - text: 10 Not at all likely Extremely likely
      - button "Close"
  `);
  await it.press('Tab');
  assert.equal(await it.focused(), '0');
  await it.press('Tab');
  assert.equal(await it.focused(), 'close', 'the scale is one stop');
  await it.press('Shift+Tab', 'ArrowLeft', 'ArrowLeft');
  assert.deepEqual(await it.outcomes(), ['exposed', 'impression'], 'moving along the scale sends nothing');
  await it.press('Enter');
  await it.outcome('submitted');
  await told(it, 'dialog', `
    - dialog "What could be better?":
      - text: What could be better?
      - textbox "What could be better?"
      - button "Send"
      - button "Close"
  `);
  await it.press('Tab');
  await it.page.keyboard.type('Faster delivery');
  await it.press('Tab', 'Enter');
  await it.find('.headline').filter({ hasText: 'Thank you' }).waitFor();
  await told(it, 'dialog', `
    - dialog "Thank you":
      - heading "Thank you" [level=2]
      - button "Close"
  `);
  await it.press('Escape');
  assert.equal(await it.focused(), 'before');
  await it.close();
});
