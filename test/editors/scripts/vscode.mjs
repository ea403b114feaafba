// vscode.mjs CODE_SERVER VSIX LINTEL SCREENSHOTS, in the workspace: a real VS Code, in a browser that nobody sees.
// It starts without a server, is given one by a setting, and then does what the other editors do.
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';

const [codeServer, vsix, lintel, screenshots] = process.argv.slice(2);
const { FORBIDDEN, FIX, BREAK, BREAK_LINE, HOME, TRANSCRIPT } = process.env;
const { chromium } = createRequire(join(codeServer, 'package.json'))('playwright-core');
const patience = { timeout: 20_000 };
const out = line => appendFileSync(TRANSCRIPT, `${line}\n`);

const data = join(HOME, 'vscode');
const settings = {
  'workbench.startupEditor': 'none',
  'files.autoSave': 'off',
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.quickSuggestions': false,
  'editor.suggestOnTriggerCharacters': false,
  'editor.autoIndent': 'none',
  'editor.fontSize': 13,
  'typescript.validate.enable': false,
  'json.validate.enable': false,
  'extensions.autoUpdate': false,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.enabled': false,
  'workbench.tips.enabled': false,
};
const write = (file, content) => writeFileSync(join(data, file), JSON.stringify(content));
for (const folder of ['User', 'Machine']) mkdirSync(join(data, folder), { recursive: true });
write('User/settings.json', settings);
write('Machine/settings.json', {});

const entry = join(codeServer, 'node_modules/code-server/out/node/entry.js');
const folders = ['--user-data-dir', data, '--extensions-dir', join(HOME, 'extensions')];
execFileSync(process.execPath, [entry, ...folders, '--install-extension', vsix], { stdio: 'ignore' });
const address = `127.0.0.1:${await freePort()}`;
const quiet = ['--auth', 'none', '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'];
const server = spawn(process.execPath, [entry, ...folders, '--bind-addr', address, ...quiet], { detached: true });
await new Promise((resolve, reject) => {
  server.stdout.on('data', text => String(text).includes('HTTP server listening') && resolve());
  server.on('exit', status => reject(new Error(`code-server ended with ${status}`)));
});
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
const browser = await chromium.launch({ executablePath: which('chromium'), args: flags });
let page;
try {
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`http://${address}/?folder=${process.cwd()}`);
  await open('src', 'http', 'handler.ts');

  await page.getByText('Lintel is neither in node_modules of the workspace nor on the PATH').first().waitFor(patience);
  await page.screenshot({ path: join(screenshots, 'vscode-no-server.png') });
  await status(/Lintel is neither/).waitFor(patience);
  // Which program runs is a setting of the machine, not of the person at the browser.
  write('Machine/settings.json', { 'lintel.server.path': lintel });
  await status(/is running/).waitFor(patience);
  await page.keyboard.press('Control+Shift+M');

  await replaceLine(2, FORBIDDEN);
  await dump('typed', ['arch/deep-import']);
  await page.screenshot({ path: join(screenshots, 'vscode-typed.png') });

  await page.keyboard.press('Control+.');
  const fix = page.locator('.action-widget .monaco-list-row.action').first().getByText(FIX, { exact: true });
  await fix.waitFor(patience);
  await page.screenshot({ path: join(screenshots, 'vscode-quick-fix.png') });
  // The first of the menu, chosen by its key.
  await page.keyboard.press('Enter');
  await dump('fixed', []);
  out(await lineText(2));

  await open('architecture.jsonc');
  const before = readFileSync('architecture.jsonc', 'utf8').split('\n')[BREAK_LINE - 1];
  await replaceLine(Number(BREAK_LINE), BREAK);
  await dump('policy broken', ['config/unknown-key']);
  await page.screenshot({ path: join(screenshots, 'vscode-policy.png') });
  await replaceLine(Number(BREAK_LINE), before);
  await dump('policy mended', []);
} catch (error) {
  out(`FAIL: ${error.stack}`);
  await page?.screenshot({ path: join(screenshots, 'vscode-failed.png') });
  process.exitCode = 1;
} finally {
  await browser.close();
  // The whole group: the extension host and the server under it are children of children.
  process.kill(-server.pid, 'SIGTERM');
}
if (process.exitCode !== 1) out('== stopped');
process.exit();

async function open(...path) {
  for (const name of path) {
    const item = page
      .locator('.explorer-folders-view .monaco-list-row')
      .filter({ has: page.getByText(name, { exact: true }) });
    await item.first().waitFor({ timeout: 30_000 });
    if (name === path.at(-1)) await item.first().dblclick();
    else if ((await item.first().getAttribute('aria-expanded')) !== 'true') await item.first().click();
  }
  await page.getByRole('tab', { name: path.at(-1) }).waitFor(patience);
  await page.locator('.editor-container .view-line').first().waitFor(patience);
}

/** Types what differs, as a person would: a policy without the line would be one that the server takes. */
async function replaceLine(number, text) {
  await page.locator('.editor-container .view-line').first().click();
  await page.keyboard.press('Control+Home');
  for (let i = 1; i < number; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  const before = await lineText(number);
  if (before.trim() === '') return page.keyboard.insertText(text);
  await page.keyboard.press('Home');
  let start = 0;
  while (before[start] === text[start]) start++;
  let end = 0;
  while (before.at(-1 - end) === text.at(-1 - end) && end < Math.min(before.length, text.length) - start) end++;
  for (let i = 0; i < start; i++) await page.keyboard.press('ArrowRight');
  for (let i = start; i < before.length - end; i++) await page.keyboard.press('Shift+ArrowRight');
  return page.keyboard.insertText(text.slice(start, text.length - end));
}

/**
 * What the Problems panel lists once it lists these rules: text comes in pieces, and what is wrong with half an import is
 * shown too. A problem that is opened selects its range in the editor, which gets the focus.
 */
async function dump(title, rules) {
  out(`== ${title}`);
  const rows = page.locator('.markers-panel .monaco-list-row[aria-level="2"]');
  const listed = all =>
    all.map(row => row.innerText.match(/\b(?:arch|config|failure|lintel|policy)\/[a-z-]+/)?.[0]).join();
  const until = `(${listed})([...document.querySelectorAll('.markers-panel .monaco-list-row[aria-level="2"]')]) === '${rules.join()}'`;
  await page.waitForFunction(until, undefined, patience);
  if (rules.length === 0) out('nothing');
  for (let i = 0; i < rules.length; i++) {
    const row = rows.nth(i);
    const label = await row.getAttribute('aria-label');
    const [, severity, message, line] = /^(\w+): (.*) at line (\d+) and character (\d+)/su.exec(label) ?? [
      undefined,
      '?',
      label,
      '?',
    ];
    await row.dblclick();
    const selection = page.locator('#status\\.editor\\.selection');
    await selection.filter({ hasText: 'selected' }).waitFor(patience);
    const [, at, column, length] = /Ln (\d+), Col (\d+) \((\d+) selected\)/.exec(await selection.innerText()) ?? [];
    // The column in the status bar counts characters, not UTF-16 units.
    const text = [...(await lineText(Number(at)))].slice(column - 1 - length, column - 1).join('');
    out(`${line} ${severity.toLowerCase()} ${rules[i]} |${text}|`);
    out(`  ${message}`);
  }
}

async function lineText(number) {
  const lines = await page.locator('.editor-container .view-lines .view-line').evaluateAll(all =>
    all
      .map(line => [Number.parseFloat(line.style.top), line.textContent.replaceAll('\u00a0', ' ')])
      .sort((a, b) => a[0] - b[0])
      .map(([, text]) => text),
  );
  return lines[number - 1];
}

/** The item in the status bar, once its tooltip says so. */
function status(tooltip) {
  return page.locator('.statusbar-item').getByLabel(tooltip).first();
}

function which(program) {
  return execFileSync('which', [program], { encoding: 'utf8' }).trim();
}

function freePort() {
  return new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
