// monaco.mjs PEER SCREENSHOTS, in the workspace: Monaco in a page, its client connected to the server through a WebSocket.
import { spawn } from 'node:child_process';
import { appendFileSync, createReadStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';

const [peer, screenshots] = process.argv.slice(2);
const { SOURCE, FORBIDDEN, FIX, POLICY, BREAK, BREAK_LINE, TRANSCRIPT } = process.env;
const require = createRequire(join(peer, 'package.json'));
const { chromium } = require('playwright-core');
const { WebSocketServer } = require('ws');
const patience = { timeout: 20_000 };
const out = line => appendFileSync(TRANSCRIPT, `${line}\n`);

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' };
const site = createServer(({ url }, response) => {
  const { pathname } = new URL(url, 'http://page');
  const file = join(peer, 'dist', pathname === '/' ? 'index.html' : pathname);
  response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
  createReadStream(file)
    .on('error', () => response.writeHead(404).end())
    .pipe(response);
});
new WebSocketServer({ server: site }).on('connection', bridge);
await new Promise(resolve => site.listen(0, '127.0.0.1', resolve));
const address = `127.0.0.1:${site.address().port}`;

const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
let page;
try {
  page = await browser.newPage({ viewport: { width: 1000, height: 500 } });
  page.on('pageerror', error => process.stderr.write(`${error.stack}\n`));
  await page.goto(`http://${address}/`);
  await page.waitForFunction(() => globalThis.lintel, undefined, patience);
  await call('start', `ws://${address}/`, process.cwd(), SOURCE, readFileSync(SOURCE, 'utf8'));

  await call('replaceLine', 2, FORBIDDEN);
  await dump('typed', 1);
  await page.screenshot({ path: join(screenshots, 'monaco-typed.png') });
  await call('quickFix');
  await page.locator('.action-widget').getByText(FIX, { exact: true }).waitFor(patience);
  await page.screenshot({ path: join(screenshots, 'monaco-quick-fix.png') });
  await page.keyboard.press('Enter');
  await dump('fixed', 0);
  out(await call('line', 2));

  await call('open', POLICY, readFileSync(POLICY, 'utf8'));
  const before = await call('line', Number(BREAK_LINE));
  await call('replaceLine', Number(BREAK_LINE), BREAK);
  await dump('policy broken', 1);
  await call('replaceLine', Number(BREAK_LINE), before);
  await dump('policy mended', 0);
  await call('stop');
  out('== stopped');
} catch (error) {
  out(`FAIL: ${error.stack}`);
  await page?.screenshot({ path: join(screenshots, 'monaco-failed.png') });
  process.exitCode = 1;
} finally {
  await browser.close();
}
process.exit();

function call(name, ...args) {
  return page.evaluate(([what, given]) => globalThis.lintel[what](...given), [name, args]);
}

async function dump(title, count) {
  await page.waitForFunction(expected => globalThis.lintel.problems().length === expected, count, patience);
  out(`== ${title}`);
  for (const { line, severity, rule, text, message } of await call('problems')) {
    out(`${line} ${severity} ${rule} |${text}|`);
    out(`  ${message}`);
  }
  if (count === 0) out('nothing');
}

/** One server for one page: a message of the socket is one of the protocol, without its header. */
function bridge(socket) {
  const server = spawn('lintel', ['lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  socket.on('message', data => {
    server.stdin.write(`Content-Length: ${data.length}\r\n\r\n`);
    server.stdin.write(data);
  });
  socket.on('close', () => server.stdin.end());
  let rest = Buffer.alloc(0);
  server.stdout.on('data', chunk => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const start = rest.indexOf('\r\n\r\n') + 4;
      if (start < 4) return;
      const length = Number(/Content-Length: (\d+)/i.exec(rest.subarray(0, start).toString())[1]);
      if (rest.length < start + length) return;
      socket.send(rest.subarray(start, start + length).toString());
      rest = rest.subarray(start + length);
    }
  });
}
