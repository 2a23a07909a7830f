/*
 * Two pictures of the same size, compared pixel by pixel. A browser that paints a layer on another surface (because something behind it
 * moves) rounds a few blended pixels the other way; that is one level of 255, and nobody sees it. More than that is another picture.
 */

const ROUNDING = 2;

/** How two PNGs (Base64) differ by more than rounding: a sentence, or '' where they do not. `context` is the browser's, to decode in. */
export async function difference(context, one, other) {
  if (one === other) return '';
  const page = await context.newPage();
  try {
    return await page.evaluate(compare, [one, other, ROUNDING]);
  } finally {
    await page.close();
  }
}

/** In a blank page. */
async function compare([one, other, rounding]) {
  const pixels = async (base64) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]));
    const on = new OffscreenCanvas(image.width, image.height).getContext('2d');
    on.drawImage(image, 0, 0);
    return on.getImageData(0, 0, image.width, image.height);
  };
  const [a, b] = [await pixels(one), await pixels(other)];
  if (a.width !== b.width || a.height !== b.height) return `${a.width} × ${a.height} is not ${b.width} × ${b.height}`;
  let [most, where, seen] = [0, 0, 0];
  for (const [place, value] of a.data.entries()) {
    const by = Math.abs(value - b.data[place]);
    if (by > rounding) seen += 1;
    if (by > most) [most, where] = [by, place >> 2];
  }
  return seen ? `${seen} values differ, most by ${most} of 255 at ${where % a.width}, ${Math.floor(where / a.width)}` : '';
}
