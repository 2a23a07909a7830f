/*
 * The contact sheet: every entry on large and small screens, in all languages, dark, in forced colours and with large text.
 *
 *   node sheet.mjs THEME ENTRY…      (by `cargo xtask shots`)
 *
 * Single pictures are `ENTRY/PICTURE.png`, all of one entry `ENTRY.png`, and all of them `index.html`, which holds its pictures itself.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEntry, openStage, settle } from './stage.mjs';

const [theme, ...entries] = process.argv.slice(2);
const folder = join(process.env.SHOPBELL_SHOTS, theme);
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

/** For each opening of the page the pictures taken of it: name, window, what else is different. */
const OPENINGS = [
  [{ locale: 'en' }, [
    ['wide-en', WIDE],
    ['wide-dark', WIDE, { colorScheme: 'dark' }],
    ['wide-forced', WIDE, { forcedColors: 'active' }],
    ['phone-en', PHONE],
    ['phone-dark', PHONE, { colorScheme: 'dark' }],
    ['narrow-320', { width: 320, height: 640 }],
  ]],
  [{ locale: 'ro' }, [['wide-ro', WIDE], ['phone-ro', PHONE]]],
  [{ locale: 'ko' }, [['wide-ko', WIDE], ['phone-ko', PHONE]]],
  [{ locale: 'ar' }, [['wide-ar', WIDE], ['phone-ar', PHONE]]],
  [{ locale: 'en', text: '200' }, [['wide-200', WIDE], ['phone-200', PHONE]]],
];
const PLAIN = { colorScheme: 'light', forcedColors: 'none' };

/** The pictures of one entry, as `[name, bytes]`. */
async function take(page, id) {
  const taken = [];
  await mkdir(join(folder, id), { recursive: true });
  for (const [asked, pictures] of OPENINGS) {
    await page.setViewportSize(pictures[0][1]);
    await page.emulateMedia(PLAIN);
    await openEntry(page, id, { theme, ...asked });
    for (const [name, viewport, media] of pictures) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ ...PLAIN, ...media });
      await settle(page);
      await page.screenshot({ path: join(folder, id, name + '.png') });
      taken.push([name, await page.screenshot({ type: 'jpeg', quality: 72 }), viewport.width]);
    }
  }
  return taken;
}

const uri = (bytes) => `data:image/jpeg;base64,${bytes.toString('base64')}`;
const HEAD =
  '<!doctype html><meta charset="utf-8"><title>Contact sheet</title><style>body{margin:24px;background:#ddd8cf;color:#1d1b18;' +
  'font:13px/1.4 system-ui,sans-serif}h2{margin:24px 0 8px}div{display:flex;flex-wrap:wrap;gap:12px;align-items:start}' +
  'figure{margin:0}img{display:block;border-radius:4px}figcaption{padding:4px 0}</style>';
/** The pictures of an entry side by side; wide ones at the scale of a third. */
const strip = (id, taken) =>
  `<h2>${id}</h2><div>` +
  taken.map(([name, bytes, width]) => `<figure><img width="${Math.round(width * (width > 400 ? 0.36 : 0.62))}" src="${uri(bytes)}"><figcaption>${name}</figcaption></figure>`).join('') +
  '</div>';

const stage = await openStage();
try {
  await mkdir(folder, { recursive: true });
  const queue = entries.map((id, place) => [id, place]);
  const strips = [];
  const failed = [];
  let done = 0;
  const work = async () => {
    const page = await stage.page();
    const sheet = await stage.page({ viewport: { width: 1500, height: 800 } });
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [id, place] = next;
      try {
        strips[place] = strip(id, await take(page, id));
        await sheet.setContent(HEAD + strips[place]);
        await settle(sheet);
        await sheet.screenshot({ path: join(folder, id + '.png'), fullPage: true });
        console.log(`${++done} of ${entries.length}: ${id}`);
      } catch (error) {
        failed.push(error.message);
        console.log(`${++done} of ${entries.length}: ${id} FAILED: ${error.message}`);
      }
    }
  };
  await Promise.all([work(), work()]);
  await writeFile(join(folder, 'index.html'), HEAD + strips.join(''));
  console.log(`the contact sheet is ${join(folder, 'index.html')}`);
  if (failed.length) process.exitCode = 1;
} finally {
  await stage.close();
}
