/*
 * The pictures of the README, from the gallery: `cargo xtask shots --readme`.
 */
import { fileURLToPath } from 'node:url';
import { openEntry, openStage, settle } from './stage.mjs';

const path = (name) => fileURLToPath(new URL(`../../../docs/pictures/${name}.png`, import.meta.url));
const WIDE = { viewport: { width: 1200, height: 680 }, deviceScaleFactor: 1.25 };
const PHONE = { viewport: { width: 360, height: 680 }, deviceScaleFactor: 1.5, isMobile: true, hasTouch: true };

/** Pictures of one entry each. */
const ALONE = [
  ['free-gift-bar', 'free-gift', {}],
  ['exit-coupon', 'coupon', {}],
];
/** Phones that stand side by side. */
const PHONES = [
  ['nps', { locale: 'ko' }],
  ['gift-picture', { locale: 'ro' }],
  ['choice', { locale: 'ar', scheme: 'dark' }],
];
/** Themes of one and the same message. */
const THEMES = ['terracotta', 'night', 'bold', 'square'];

/** Several pictures in one, on a plain ground. */
async function together(page, name, width, pictures, columns, round) {
  const style =
    `body{display:grid;grid-template-columns:repeat(${columns},1fr);gap:24px;margin:0;padding:28px;background:#ece6db}` +
    `img{display:block;width:100%;border-radius:${round}px;box-shadow:0 8px 24px rgb(29 24 18/.14)}`;
  const images = pictures.map((bytes) => `<img src="data:image/png;base64,${bytes.toString('base64')}">`).join('');
  await page.setViewportSize({ width, height: 400 });
  await page.setContent(`<!doctype html><style>${style}</style>${images}`);
  await settle(page);
  await page.screenshot({ path: path(name), fullPage: true });
  console.log(`docs/pictures/${name}.png`);
}

const stage = await openStage();
try {
  const wide = await stage.page(WIDE);
  for (const [name, entry, asked] of ALONE) {
    await openEntry(wide, entry, asked);
    await wide.screenshot({ path: path(name) });
    console.log(`docs/pictures/${name}.png`);
  }
  const themes = [];
  await wide.setViewportSize({ width: 620, height: 500 });
  for (const theme of THEMES) {
    await openEntry(wide, 'coupon', { theme });
    themes.push(await wide.screenshot());
  }
  const phone = await stage.page(PHONE);
  const phones = [];
  for (const [entry, asked] of PHONES) {
    await openEntry(phone, entry, asked);
    phones.push(await phone.screenshot());
  }
  await together(wide, 'phones', 1000, phones, 3, 18);
  await together(wide, 'themes', 1000, themes, 2, 12);
} finally {
  await stage.close();
}
