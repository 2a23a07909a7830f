/*
 * The demo shop behind a server that tests steer: other rule files, policies and tags, faults, and a prelude that writes down what is said.
 *
 * All that other drivers do by interception is done here, so that every engine gets the same. A visitor has a port, and so an
 * origin and a storage, of its own.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

/** In the page, before everything else: tells the server what is said. A script of the shop's own origin, so that any policy allows it. */
function prelude(storage) {
  const tell = (kind, detail) => navigator.sendBeacon('/heard', JSON.stringify([kind, detail ?? null]));
  for (const name of ['outcome', 'show', 'hide', 'action']) document.addEventListener('shopbell:' + name, (event) => tell(name, event.detail));
  addEventListener('error', (event) => event.message && tell('error', event.message));
  addEventListener('unhandledrejection', (event) => tell('error', String(event.reason)));
  document.addEventListener('securitypolicyviolation', (event) => tell('violation', `${event.violatedDirective} ${event.blockedURI}`));
  addEventListener('pageshow', (event) => event.persisted && tell('back', location.pathname));
  for (const level of ['log', 'info', 'warn', 'error']) {
    const original = console[level];
    console[level] = (...words) => (tell('line', words.join(' ')), original.apply(console, words));
  }
  if (storage && !sessionStorage.prelude) {
    sessionStorage.prelude = '1';
    for (const [name, value] of Object.entries(storage)) localStorage[name] ??= JSON.stringify(value);
  }
}

/** The demo's own server. */
export async function shop() {
  const xtask = process.env.SHOPBELL_XTASK;
  if (!xtask) throw new Error('SHOPBELL_XTASK is not set; run these tests by `cargo xtask test --only node`');
  const server = spawn(xtask, ['serve', '--quiet'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [origin] = await once(createInterface({ input: server.stdout }), 'line');
  const close = async () => {
    server.stdin.end();
    await once(server, 'exit');
  };
  return { origin, close };
}

/**
 * A server for one visitor before that of the demo.
 *
 * `rules` is the name of an example, a rule file or `{ status, body }`. `tag` changes the shop's tag, `policy` is a
 * Content-Security-Policy, `cached` allows pages to be kept by the browser, `blocked` makes storage throw, `files` are other
 * scripts by path.
 */
export async function front(origin, rules, { storage, tag, policy, cached, blocked, files = {} } = {}) {
  const it = { rules, heard: [], sent: [], requests: [] };
  const throwing = () => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('The operation is insecure.', 'SecurityError'); } });
  };
  const script = `${blocked ? `(${throwing})();` : ''}(${prelude})(${blocked ? 'null' : JSON.stringify(storage)});`;
  const own = {
    '/prelude.js': () => ({ type: 'text/javascript', body: script }),
    '/heard': (text) => (it.heard.push(JSON.parse(text)), { status: 204, body: '' }),
    '/blank.html': () => ({ type: 'text/html', body: '<!doctype html><title>blank</title>' }),
  };
  const answer = async (method, url, text) => {
    const path = url.replace(/[?#].*/, '');
    if (own[path]) return own[path](text);
    it.requests.push(`${method} ${url}`);
    if (path in files) return { type: 'text/javascript', body: files[path] };
    if (path === '/v1/outcomes') it.sent.push(...JSON.parse(text).outcomes);
    if (path === '/rules/all.json' && typeof it.rules !== 'string')
      return { type: 'application/json', ...('campaigns' in it.rules ? { body: JSON.stringify(it.rules) } : it.rules) };
    const at = path === '/rules/all.json' ? `/rules/${it.rules}.json` : url;
    const from = await fetch(origin + at, { method, body: text || undefined });
    const type = from.headers.get('content-type');
    if (!/html/.test(type ?? '')) return { status: from.status, type, body: Buffer.from(await from.arrayBuffer()) };
    const page = (await from.text()).replace(/<script async src="\/dist\/shopbell\.js".*<\/script>/, (was) => tag?.(was) ?? was);
    return { status: from.status, type, policy, cached, body: page.replace(/<head>|<meta charset[^>]*>/, (was) => `${was}<script src="/prelude.js"></script>`) };
  };
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    const { status = 200, type, policy, cached, body } = await answer(request.method, request.url, text).catch((error) => ({ status: 500, body: String(error) }));
    const headers = { ...(type && { 'content-type': type }), ...(policy && { 'content-security-policy': policy }), ...(!cached && { 'cache-control': 'no-store' }) };
    response.writeHead(status, headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  it.origin = `http://127.0.0.1:${server.address().port}`;
  it.close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return it;
}
