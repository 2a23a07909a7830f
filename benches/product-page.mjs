// What shopbell costs a page: the demo's product page on a slow phone, with and without the tag, in turn.
//
// Both kinds of visit go through the same hands (every request is looked at, one document is edited), so that what differs is the
// tag. Each visit is a new visitor with an empty cache. Prints its figures as JSON.

import { machine, open } from './browser.mjs';
import { rules } from './rules.mjs';

const CAMPAIGNS = 100;
const SLOWDOWN = 4;
/** The engine starts when the page has loaded and rests; after this it has long done so. */
const SETTLE_MS = 3000;
const TAG = /<script async src="\/dist\/shopbell\.js"[^>]*><\/script>/;

const pairs = process.argv.includes('--quick') ? 3 : 15;
const address = process.env.SHOPBELL_ADDRESS;
const file = JSON.stringify(rules(CAMPAIGNS));
const browser = await open();

const visits = { with: [], without: [] };
await visit('with');
for (let pair = 0; pair < pairs; pair += 1) {
  // Who goes first changes with each pair: a machine that slows down meanwhile favours neither.
  const order = pair % 2 ? ['with', 'without'] : ['without', 'with'];
  for (const kind of order) visits[kind].push(await visit(kind));
}
const summary = (kind) => ({
  lcp: spread(visits[kind].map((visit) => visit.lcp)),
  longest_task_after_load: spread(visits[kind].map((visit) => visit.longest)),
  busiest_task_after_load: spread(visits[kind].map((visit) => visit.busiest)),
  long_tasks_after_load: spread(visits[kind].map((visit) => visit.longTasks)),
});
const differences = visits.with.map((visit, pair) => visit.lcp - visits.without[pair].lcp);
console.log(JSON.stringify({
  machine: machine(browser),
  campaigns: CAMPAIGNS,
  slowdown: SLOWDOWN,
  pairs,
  with: summary('with'),
  without: summary('without'),
  lcp_difference: spread(differences),
}));
await browser.close();

/** One visit: when the largest thing was painted, and the main thread's tasks after the page had loaded, in milliseconds. */
async function visit(kind) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await context.route('**', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/rules/all.json') return route.fulfill({ body: file, contentType: 'application/json' });
    if (pathname !== '/product.html') return route.continue();
    const response = await route.fetch();
    const html = await response.text();
    if (!TAG.test(html)) throw new Error('the product page holds no shopbell tag as this bench knows it');
    return route.fulfill({ response, body: kind === 'with' ? html : html.replace(TAG, '') });
  });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.addInitScript(() => {
    const seen = (window.seen = { lcp: 0, longTasks: [], ready: 0 });
    new PerformanceObserver((list) => (seen.lcp = list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => seen.longTasks.push(...list.getEntries().map(({ startTime, duration }) => [startTime, duration]))).observe({
      type: 'longtask',
      buffered: true,
    });
    document.addEventListener('shopbell:ready', () => (seen.ready = performance.now()));
  });
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await page.goto(`${address}/product.html?sku=MUG-01`, { waitUntil: 'load' });
  await page.waitForTimeout(SETTLE_MS);
  const trace = JSON.parse(await browser.stopTracing());
  const { lcp, longTasks, ready, loaded } = await page.evaluate(() => ({ ...window.seen, loaded: performance.getEntriesByType('navigation')[0].loadEventEnd }));
  await context.close();
  if (kind === 'with' && !ready) throw new Error('shopbell did not start on the product page');
  const after = longTasks.filter(([begun]) => begun >= loaded).map(([, took]) => took);
  return { lcp, longTasks: after.length, ...tasksAfterLoad(trace.traceEvents) };
}

/** The longest task of the page's main thread after its load event: on the clock, and of the processor's time. */
function tasksAfterLoad(events) {
  const loaded = events.filter((event) => event.name === 'loadEventEnd' && event.args?.data?.isOutermostMainFrame !== false).at(-1);
  if (!loaded) throw new Error('the trace holds no load event');
  const tasks = events.filter(({ name, pid, tid, ts, dur }) => name === 'RunTask' && pid === loaded.pid && tid === loaded.tid && ts > loaded.ts && dur);
  if (!tasks.length) throw new Error('the trace holds no tasks after the load event');
  const most = (of) => Math.max(...tasks.map(of)) / 1000;
  return { longest: most((task) => task.dur), busiest: most((task) => task.tdur ?? task.dur) };
}

function spread(list) {
  const sorted = list.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], min: sorted[0], max: sorted.at(-1) };
}
