/*
 * Hostile pages: whatever a page has done to its own browser, and whatever servers answer, the shop works, nothing of ours goes wrong in
 * sight of it, and either the message shows or nothing does.
 *
 * A row says what is done to the page before our tag, or what an answer is, and what must be so besides what `play` asks of every page: no
 * error, no changed global, no line on the console that is not listed, the message shown, closed and counted once.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { QUIET, RULES, TAG, openStage, play } from './hostile.mjs';

let stage;
before(async () => (stage = await openStage()));
after(() => stage.close());

const FAULT = /^shopbell: it met a fault .* and begins anew; the page is not affected\.$/;
const OFF = /^shopbell: it met a fault .* and is off until the next page load; the page is not affected\.$/;
const NOT_LOADED = /^shopbell: the engine could not be loaded \(.*engine\.js, engine\.wasm and engine\.twin\.js must be beside shopbell\.js/;
const NOT_STARTED = /^shopbell: (it|the engine) did not start \(/;
const NO_RULES = /^shopbell: the rule file rules\.json /;
const nothing = (...says) => ({ shows: false, says });
/** Nothing shows, and nobody says so: there is nothing that would show in the page when it is known, so the stage looks when this is so. */
const silence = (settled) => ({ shows: false, says: [], settled });

/** Rows by what they are about. */
const TABLE = {
  'storage': [
    { name: 'throws when looked at', rules: QUIET, sends: false, spoil: () => {
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });
    } },
    { name: 'is not there', rules: QUIET, sends: false, spoil: () => {
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { value: undefined });
    } },
    { name: 'is null', rules: QUIET, sends: false, spoil: () => {
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { value: null });
    } },
    { name: 'is full of the shop’s own', spoil: () => {
      for (let size = 4 << 20; size >= 1; size >>= 1) try { for (;;) localStorage.setItem('shop.' + size + localStorage.length, 'x'.repeat(size)); } catch {}
      document.documentElement.dataset.kept = Object.keys(localStorage).length;
    }, later: async (it) => assert.ok(await it.ask('Object.keys(localStorage).filter((key) => key.startsWith("shop.")).length == document.documentElement.dataset.kept'), 'nothing of the shop is deleted') },
    { name: 'gives what is no text', rules: QUIET, spoil: () => { Storage.prototype.getItem = () => ({ toString() { throw new Error('of the page'); } }); } },
    { name: 'gives symbols', rules: QUIET, spoil: () => { Storage.prototype.getItem = () => Symbol('of the page'); } },
    { name: 'gives promises, as some shims do', spoil: () => { Storage.prototype.getItem = async () => null; } },
    { name: 'takes everything and keeps nothing', spoil: () => { Storage.prototype.setItem = () => {}; Storage.prototype.getItem = () => null; } },
    { name: 'throws on every method', rules: QUIET, spoil: () => {
      for (const name of ['getItem', 'setItem', 'removeItem', 'key']) Storage.prototype[name] = () => { throw new DOMException('no', 'InvalidStateError'); };
    } },
    ...Object.entries({
      'no JSON': '{', 'another thing': 'null', 'a list': '[1,2,3]', 'a newer version': '{"v":99}', 'lists where numbers belong': '{"v":1,"visits":[[]],"marks":[[[]]],"assigned":[{}],"paths":[1],"orders":["x"]}',
      'negative times': '{"v":1,"visitor":[-9007199254740993,"x"],"visits":[-1,-99999999999999],"marks":[[-1,-1,-1]],"assigned":[[-5,"a","b"]],"paths":[],"orders":[]}',
      'times of the far future': '{"v":1,"visitor":[99999999999999,"00000000000000000000000000000001"],"visits":[99999999999999],"marks":[],"assigned":[],"paths":[],"orders":[]}',
      'numbers beyond all numbers': '{"v":1,"visitor":[1e999,1e999],"visits":[1e308,-1e308,9223372036854775807,9223372036854775808]}',
      'brackets without end': '['.repeat(200_000), 'two megabytes': JSON.stringify({ v: 1, paths: Array(60_000).fill('/a/path/that/is/somewhat/long') }),
    }).map(([what, text]) => ({ name: `holds ${what} under our keys`, head: `<script>
      for (const store of [localStorage, sessionStorage]) for (const key of ['profile', 'tab', 'layer', 'o', 'o.' + 'f'.repeat(32), 'o.x']) try { store['shopbell.' + key] = ${JSON.stringify(text)} } catch {}
    </script>` })),
    { name: 'has a thousand keys that begin like ours', spoil: () => {
      for (let count = 0; count < 1000; count++) localStorage['shopbell.o.' + count] = '{"id":' + count + '}';
    } },
  ],
  'patched prototypes': [
    { name: 'Array.prototype.map gives nothing', ...nothing(NOT_STARTED), spoil: () => { Array.prototype.map = () => undefined; } },
    { name: 'Array.prototype.push throws', ...nothing(FAULT, OFF), spoil: () => { Array.prototype.push = () => { throw new Error('of the page'); }; } },
    { name: 'Array.prototype has more, for all to see', spoil: () => { Array.prototype.last = function () { return this[this.length - 1]; }; Array.prototype[0] = 7; } },
    { name: 'arrays cannot be walked through', ...nothing(NOT_STARTED), spoil: () => { Array.prototype[Symbol.iterator] = () => { throw new Error('of the page'); }; } },
    { name: 'everything can be written as JSON its own way, as Prototype.js has it', spoil: () => {
      Array.prototype.toJSON = function () { return Object.toJSON(this); };
      Object.toJSON = (value) => (Array.isArray(value) ? '[' + [].map.call(value, Object.toJSON).join(', ') + ']' : JSON.stringify(value));
      String.prototype.toJSON = function () { return '"' + this + '"'; };
      Object.prototype.toJSON = function () { return 'an object'; };
    } },
    { name: 'Object.prototype has what options have', spoil: () => {
      Object.assign(Object.prototype, { once: true, passive: 1, capture: 0, collector: 'https://evil.test', consent: 'denied', country: 'XX', preview: 'never', debug: true, rules: 'nowhere.json', mode: 'closed', timeZone: 'Mars/One', method: 'PUT', threshold: 7, detail: 1, get: null, set: null, element: 1, inside: 2, shadowRoot: 3 });
    } },
    { name: 'Object.prototype throws when it is written to', spoil: () => {
      for (const name of 'handle track identify setCart setPage set consent warned called pressed moving pressing beside cameFrom element room bar height since puts away debug preview tag name own does inside key url title entropy bytes problem number host root drawn engine ready then_ on push'.split(' '))
        Object.defineProperty(Object.prototype, name, { __proto__: null, configurable: true, get() {}, set() { throw new Error('of the page: ' + name); } });
    } },
    { name: 'everything is thenable', ...silence((it) => it.until(() => it.asked.includes('rules.json'), 'the rules to be fetched')), spoil: () => { Object.prototype.then = function () {}; } },
    { name: 'functions cannot be called by call, apply and bind', ...nothing(NOT_STARTED), spoil: () => {
      for (const name of ['call', 'apply', 'bind']) Function.prototype[name] = () => { throw new Error('of the page'); };
    } },
    { name: 'texts are not what they were', ...nothing(FAULT, OFF), spoil: () => {
      for (const name of ['replace', 'split', 'startsWith', 'slice', 'trim', 'includes', 'padStart', 'toLowerCase', 'match']) String.prototype[name] = () => { throw new Error('of the page'); };
    } },
    { name: 'Map and Set are the page’s', ...nothing(NOT_LOADED), spoil: () => { window.Map = window.Set = function () { throw new Error('of the page'); }; } },
    { name: 'a RegExp finds nothing and throws', ...nothing(FAULT, OFF), spoil: () => { RegExp.prototype.test = RegExp.prototype.exec = () => { throw new Error('of the page'); }; } },
  ],
  'functions of the browser': [
    { name: 'JSON.parse gives nothing', ...nothing(FAULT, OFF), spoil: () => { JSON.parse = () => undefined; } },
    { name: 'JSON.stringify gives nonsense', ...nothing(FAULT, OFF), spoil: () => { JSON.stringify = () => 'nonsense'; } },
    { name: 'JSON.stringify throws', ...nothing(FAULT, OFF), spoil: () => { JSON.stringify = () => { throw new Error('of the page'); }; } },
    { name: 'fetch throws', ...nothing(NO_RULES), spoil: () => { window.fetch = () => { throw new Error('of the page'); }; } },
    { name: 'fetch never answers', ...nothing(/took longer than 2 seconds/), spoil: () => { window.fetch = () => new Promise(() => {}); } },
    { name: 'fetch gives no promise', ...nothing(NO_RULES), spoil: () => { window.fetch = () => 'nonsense'; } },
    { name: 'fetch gives nothing', ...nothing(NO_RULES), spoil: () => { window.fetch = async () => undefined; } },
    { name: 'fetch gives what only looks like an answer', ...nothing(NO_RULES), spoil: () => { window.fetch = async () => ({ ok: true, status: 200 }); } },
    { name: 'fetch is wrapped, as by those who measure', spoil: () => {
      const { fetch } = window;
      window.fetch = (...all) => { const asked = fetch(...all); asked.then(() => {}, () => {}); return new Promise((done, failed) => asked.then(done, failed)); };
    } },
    { name: 'fetch is wrapped, and says that everything went well', ...nothing(/1 problem in the rule file|could not be loaded/), spoil: () => { window.fetch = async () => new Response('', { status: 200 }); } },
    { name: 'the clock says nothing', spoil: () => { Date.now = () => NaN; } },
    { name: 'the clock says something', spoil: () => { Date.now = () => 'noon'; } },
    { name: 'the clock is ten years ahead', spoil: () => { const { now } = Date; Date.now = () => now() + 3.2e11; } },
    { name: 'the clock is ten years behind', spoil: () => { const { now } = Date; Date.now = () => now() - 3.2e11; } },
    { name: 'the clock is before all time', spoil: () => { Date.now = () => -8.64e15; } },
    { name: 'the clock is behind all time', spoil: () => { Date.now = () => 8.64e15; } },
    { name: 'Date is somebody’s own', spoil: () => { window.Date = class extends Date { constructor() { super(0); } static now() { return 0; } }; } },
    { name: 'the monotonic clock runs backwards', spoil: () => { let now = 1e6; Performance.prototype.now = () => (now -= 500); } },
    { name: 'the monotonic clock says nothing', spoil: () => { Performance.prototype.now = () => NaN; } },
    { name: 'Promise is somebody’s own', spoil: () => {
      const Native = Promise;
      window.Promise = function (job) { const made = new Native(job); return { then: (...all) => made.then(...all), catch: (one) => made.catch(one) }; };
      window.Promise.race = (all) => Native.race(all);
      window.Promise.resolve = (one) => Native.resolve(one);
    } },
    { name: 'there is no Promise', ...nothing(NOT_STARTED), spoil: () => { delete window.Promise; } },
    { name: 'setTimeout never comes', ...silence((it) => it.until(() => it.asked.includes('engine.wasm'), 'the engine to be fetched')), spoil: () => { window.setTimeout = () => 1; } },
    { name: 'setTimeout comes at once', ...nothing(NO_RULES), spoil: () => { window.setTimeout = (job, wait, ...all) => (job(...all), 1); } },
    { name: 'setTimeout throws', ...nothing(/^shopbell: /), spoil: () => { window.setTimeout = () => { throw new Error('of the page'); }; } },
    { name: 'setTimeout gives objects', spoil: () => { const { setTimeout } = window; window.setTimeout = (...all) => ({ id: setTimeout(...all) }); } },
    { name: 'requestIdleCallback is missing', spoil: () => { delete window.requestIdleCallback; } },
    { name: 'requestAnimationFrame is missing', spoil: () => { delete window.requestAnimationFrame; } },
    { name: 'addEventListener is wrapped, as by Zone.js', spoil: () => {
      const { addEventListener } = EventTarget.prototype;
      EventTarget.prototype.addEventListener = function (type, job, ...more) { return addEventListener.call(this, type, typeof job === 'function' ? function (event) { return job.call(this, event); } : job, ...more); };
    } },
    { name: 'addEventListener does nothing', ...silence((it) => it.until(() => it.asked.includes('shopbell.js'), 'the tag')), spoil: () => { EventTarget.prototype.addEventListener = () => {}; } },
    { name: 'addEventListener throws', ...nothing(/^shopbell: /), spoil: () => { EventTarget.prototype.addEventListener = () => { throw new Error('of the page'); }; } },
    { name: 'there is no Intl', text: /^Hello\s+Only 13\.5/, spoil: () => { delete window.Intl; } },
    { name: 'there is no crypto', ...nothing(FAULT, OFF), spoil: () => { Object.defineProperty(window, 'crypto', { value: undefined }); } },
    { name: 'chance is no chance', ...nothing(FAULT, OFF), spoil: () => { Crypto.prototype.getRandomValues = (bytes) => bytes; } },
    { name: 'there are no custom elements', spoil: () => { Object.defineProperty(window, 'customElements', { value: undefined }); } },
    { name: 'attachShadow throws', ...nothing(/campaign `hello` and begins anew/, /campaign `hello` and is off/), spoil: () => { Element.prototype.attachShadow = () => { throw new Error('of the page'); }; } },
    { name: 'there are no observers', spoil: () => { for (const name of ['MutationObserver', 'IntersectionObserver', 'ResizeObserver', 'PerformanceObserver']) delete window[name]; } },
    { name: 'there are no popovers', spoil: () => { delete HTMLElement.prototype.showPopover; delete HTMLElement.prototype.hidePopover; } },
    { name: 'there are no locks', spoil: () => Object.defineProperty(navigator, 'locks', { value: undefined }) },
    { name: 'locks throw', spoil: () => { LockManager.prototype.request = () => { throw new Error('of the page'); }; } },
    { name: 'there is no TextEncoder', ...nothing(NOT_LOADED), spoil: () => { delete window.TextEncoder; } },
    { name: 'there is no WebAssembly', spoil: () => { delete window.WebAssembly; } },
    { name: 'the console is gone', spoil: () => { for (const name of ['warn', 'error', 'log']) console[name] = () => { throw new Error('of the page'); }; } },
    { name: 'the console is gone, and there is something to say', ...silence((it) => it.until(() => it.asked.includes('rules.json'), 'the rules to be fetched')), tag: TAG.replace('rules.json', 'none.json'), settled: (it) => it.until(() => it.asked.includes('none.json'), 'the rules to be fetched'), spoil: () => { Object.defineProperty(window, 'console', { value: undefined }); } },
    { name: 'a name that means something', spoil: () => { window.name = '{"__proto__":{"rules":"evil.json"}}'; } },
    { name: 'pushState is patched and throws', changes: ['history.pushState', 'history.replaceState'], spoil: () => {
      delete window.navigation;
      History.prototype.pushState = function () { throw new Error('of the page'); };
    }, later: async (it) => assert.equal(await it.ask('(() => { try { history.pushState({}, "", "/x") } catch (error) { return error.message } })()'), 'of the page') },
  ],
  'elements that take the names of others': [
    { name: 'of the document', body: ['currentScript', 'documentElement', 'querySelectorAll', 'activeElement', 'head', 'hidden', 'title', 'baseURI', 'dispatchEvent', 'addEventListener', 'readyState', 'body', 'referrer', 'fullscreenElement'].map((name) => `<img name="${name}"><form name="${name}"><input name="lang"></form>`).join(''), ...nothing(FAULT, OFF), named: true },
    { name: 'of ours', body: ['shopbell', 'shopbell_config', 'dataLayer', 'navigation', 'engine'].map((id) => `<a id="${id}"></a><form name="${id}"><input name="rules" value="evil.json"></form>`).join(''), named: true },
    { name: 'of our element', body: '<shopbell-root></shopbell-root><shopbell-room></shopbell-room>', closes: false },
  ],
  'the page around us': [
    { name: 'the same tag twice', says: [/^shopbell: it is on this page twice; the first one runs, remove the other\.$/], tag: TAG + TAG, later: async (it) => assert.equal(it.asked.filter((name) => name === 'engine.wasm').length, 1) },
    { name: 'two versions', says: [/it is on this page twice/], tag: TAG.replace('async ', '') + TAG.replace('async src="', 'src="other/'), later: async (it) => assert.deepEqual(it.asked.filter((name) => name.startsWith('other/')), ['other/shopbell.js']) },
    { name: 'the queue cannot be replaced', spoil: () => Object.defineProperty(window, 'shopbell', { value: [] }) },
    { name: 'the queue is frozen', spoil: () => { window.shopbell = Object.freeze([['track', 'x']]); } },
    { name: 'another frame’s page', ...silence((it) => it.until(() => it.asked.includes('shopbell.js'), 'the tag')), tag: '<iframe src="inner"></iframe>', answers: { inner: [200, { 'content-type': 'text/html' }, TAG] }, changes: ['window.0'] },
    { name: 'a sandboxed frame that is allowed', ...silence((it) => it.until(() => it.asked.includes('engine.wasm'), 'the engine')), tag: `<iframe sandbox="allow-scripts" src="inner"></iframe>`, answers: {
      inner: [200, { 'content-type': 'text/html' }, `<!doctype html>${TAG.replace('async', 'async crossorigin data-frame="allow"')}<p>Inner`],
      'shopbell.js': (response, request, files) => response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' }).end(files['shopbell.js']),
      'engine.js': (response, request, files) => response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' }).end(files['engine.js']),
      'engine.wasm': (response, request, files) => response.writeHead(200, { 'content-type': 'application/wasm', 'access-control-allow-origin': '*' }).end(files['engine.wasm']),
      'rules.json': (response) => response.writeHead(200, { 'access-control-allow-origin': '*' }).end(JSON.stringify(RULES)),
    }, changes: ['window.0'] },
    { name: 'a policy without wasm', refuses: true, headers: { 'content-security-policy': "script-src 'self' 'unsafe-inline'" } },
    { name: 'a policy without connections', ...nothing(NO_RULES), headers: { 'content-security-policy': "connect-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'" }, refuses: true },
    { name: 'a policy that is strict', headers: { 'content-security-policy': "default-src 'none'; connect-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'" } },
    { name: 'fifty routes', often: true, later: async (it) => {
      const before = await it.listeners();
      await it.ask("for (let count = 0; count < 50; count++) history.pushState({}, '', 'route' + count)");
      await it.ask("new Promise((done) => requestIdleCallback(() => setTimeout(done, 60)))");
      await it.shown();
      assert.equal(await it.messages.count(), 1);
      assert.equal(await it.listeners(), before);
    } },
    { name: 'what is shown is removed by the page', closes: false, later: async (it) => {
      await it.ask("document.querySelector('shopbell-root').remove()");
      await it.ask("shopbell.setCart({ currency: 'EUR', subtotal: '40', items: 3 }); shopbell.stop()");
      assert.equal(await it.messages.count(), 0);
    } },
    { name: 'what is shown is emptied by the page', closes: false, later: async (it) => {
      await it.ask("document.querySelector('shopbell-root').shadowRoot.replaceChildren(); shopbell.setCart({ currency: 'EUR', subtotal: '40', items: 3 }); shopbell.stop()");
      assert.equal(await it.messages.count(), 0);
    } },
    { name: 'what is shown is moved by the page', later: (it) => it.ask("document.body.append(document.querySelector('shopbell-root')); document.querySelector('shopbell-root').shadowRoot.firstElementChild.showPopover()") },
    { name: 'the body is replaced', later: (it) => it.ask("const body = document.createElement('body'); body.append(...document.body.childNodes); document.body.replaceWith(body)") },
    { name: 'the page is written anew', closes: false, later: async (it) => {
      await it.ask(`document.open(); document.write('<!doctype html><title>New</title><main><button id=buy>Buy</button><output id=bought>0</output></main>'); document.close();
        document.getElementById('buy').onclick = () => document.getElementById('bought').value++; shopbell.setCart({ currency: 'EUR', subtotal: '40', items: 3 }); shopbell.stop()`);
      await it.buys();
    } },
    { name: 'the clock jumps ten years ahead and back while the page is open', closes: false, often: true, later: async (it) => {
      await it.ask("const { now } = Date; for (const by of [3.2e11, -3.2e11, 0]) { Date.now = () => now() + by; dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })); document.dispatchEvent(new Event('visibilitychange')); }");
      await it.page.locator('shopbell-root:not([data-leaving]) .close').first().click();
      await it.sends(['dismissed hello']);
    }, changes: ['Date.now'] },
    { name: 'storage events of others', later: (it) => it.ask("for (const newValue of ['{', null, '[]', '['.repeat(1e5)]) for (const key of ['shopbell.profile', 'shopbell.o', null, '__proto__']) dispatchEvent(new StorageEvent('storage', { key, newValue })); dispatchEvent(new Event('storage')); dispatchEvent(new Event('pageshow'))") },
    { name: 'events of others under our names', later: (it) => it.ask("for (const name of ['show', 'hide', 'outcome', 'ready']) document.dispatchEvent(new CustomEvent('shopbell:' + name, { detail: null }))") },
  ],
  'answers of servers': [
    { name: 'wasm as text', answers: { 'engine.wasm': (response, request, files) => response.writeHead(200, { 'content-type': 'text/plain' }).end(files['engine.wasm']) } },
    { name: 'wasm that is cut off', ...nothing(NOT_LOADED), answers: { 'engine.wasm': (response, request, files) => response.writeHead(200, { 'content-type': 'application/wasm' }).end(files['engine.wasm'].subarray(0, 99_999)) } },
    { name: 'wasm whose connection breaks', ...nothing(NOT_LOADED), answers: { 'engine.wasm': (response, request, files) => { response.writeHead(200, { 'content-type': 'application/wasm', 'content-length': 200_000 }); response.write(files['engine.wasm'].subarray(0, 99_999), () => response.destroy()); } } },
    { name: 'no wasm', ...nothing(NOT_LOADED), answers: { 'engine.wasm': [404, {}, ''] } },
    { name: 'a web page for wasm', ...nothing(NOT_LOADED), answers: { 'engine.wasm': [200, { 'content-type': 'text/html' }, '<!doctype html>'] } },
    { name: 'another wasm', ...nothing(NOT_LOADED), answers: { 'engine.wasm': [200, { 'content-type': 'application/wasm' }, Buffer.from([0, 97, 115, 109, 1, 0, 0, 0])] } },
    { name: 'no engine.js', ...nothing(NOT_LOADED), answers: { 'engine.js': [404, {}, ''] } },
    { name: 'a web page for engine.js', refuses: true, ...nothing(NOT_LOADED), answers: { 'engine.js': [200, { 'content-type': 'text/html' }, '<!doctype html>'] } },
    { name: 'half of engine.js', ...nothing(NOT_LOADED), answers: { 'engine.js': (response, request, files) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(files['engine.js'].subarray(0, 9999)) } },
    { name: 'rules that never come', ...nothing(/took longer than 2 seconds/), answers: { 'rules.json': () => {} } },
    { name: 'rules that begin and never end', ...nothing(/took longer than 2 seconds/), answers: { 'rules.json': (response) => response.writeHead(200).write('{"format":1,') } },
    { name: 'a server that hangs up', ...nothing(/could not be fetched/), answers: { 'rules.json': (response) => response.destroy() } },
    { name: 'a web page for rules', ...nothing(/is a web page \(HTML\)/), answers: { 'rules.json': [200, {}, '<!doctype html>'] } },
    { name: 'rules that are empty', ...nothing(/1 problem in the rule file/), answers: { 'rules.json': [200, {}, ''] } },
    { name: 'rules that are huge', ...nothing(/1 problem in the rule file/), answers: { 'rules.json': [200, {}, '{"format":1,"campaigns":[' + '{"id":"x"},'.repeat(500_000)] } },
    { name: 'a collector that answers nonsense', answers: {}, sends: false, tag: TAG.replace('"collect"', '"nonsense.bin"') },
    { name: 'a collector that is no address', sends: false, tag: TAG.replace('"collect"', '"http://["') },
    { name: 'a service worker that answers everything', refuses: true, ...nothing(/is a web page \(HTML\)|could not be loaded/), tag: '', answers: {
      'worker.js': [200, { 'content-type': 'text/javascript' }, "addEventListener('install', () => skipWaiting()); addEventListener('activate', (event) => event.waitUntil(clients.claim())); addEventListener('fetch', (event) => event.request.mode === 'navigate' || event.request.url.endsWith('shopbell.js') || event.respondWith(new Response('<!doctype html>It works', { headers: { 'content-type': 'text/html' } })));"],
    }, head: '<script>navigator.serviceWorker.register("worker.js"); navigator.serviceWorker.ready.then(() => { const tag = document.createElement("script"); tag.dataset.rules = "rules.json"; tag.src = "shopbell.js"; setTimeout(function again() { navigator.serviceWorker.controller ? document.head.append(tag) : setTimeout(again, 10) }) })</script>' },
  ],
};

for (const [topic, rows] of Object.entries(TABLE))
  describe(topic, { concurrency: 3 }, () => {
    for (const { name, ...row } of rows) test(name, { todo: row.todo }, () => play(stage, row));
  });
