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
const settingsFile = join(data, 'User/settings.json');
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
mkdirSync(join(data, 'User'), { recursive: true });
const write = more => writeFileSync(settingsFile, JSON.stringify({ ...settings, ...more }));
write({});

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
  write({ 'lintel.server.path': lintel });
  await status(/is running/).waitFor(patience);
  await page.keyboard.press('Control+Shift+M');

  await replaceLine(2, FORBIDDEN);
  await dump('typed', 1);
  await page.screenshot({ path: join(screenshots, 'vscode-typed.png') });

  await page.keyboard.press('Control+.');
  const fix = page.locator('.action-widget').getByText(FIX, { exact: true });
  await fix.waitFor(patience);
  await page.screenshot({ path: join(screenshots, 'vscode-quick-fix.png') });
  await fix.click();
  await dump('fixed', 0);
  out(await lineText(2));

  await open('architecture.jsonc');
  const before = readFileSync('architecture.jsonc', 'utf8').split('\n')[BREAK_LINE - 1];
  await replaceLine(Number(BREAK_LINE), BREAK);
  await dump('policy broken', undefined);
  await page.screenshot({ path: join(screenshots, 'vscode-policy.png') });
  await replaceLine(Number(BREAK_LINE), before);
  await dump('policy mended', 0);
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

async function replaceLine(number, text) {
  await page.locator('.editor-container .view-line').first().click();
  await page.keyboard.press('Control+Home');
  for (let i = 1; i < number; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.insertText(text);
}

/** What the Problems panel lists. A problem that is opened selects its range in the editor. */
async function dump(title, expected) {
  out(`== ${title}`);
  const rows = page.locator('.markers-panel .monaco-list-row[aria-level="2"]');
  if (expected === 0) {
    await rows.first().waitFor({ state: 'detached', ...patience });
    out('nothing');
    return;
  }
  await rows.first().waitFor(patience);
  for (const row of await rows.all()) {
    const label = await row.getAttribute('aria-label');
    const [, severity, message, line] = /^(\w+): (.*) at line (\d+) and character (\d+)/su.exec(label) ?? [
      undefined,
      '?',
      label,
      '?',
    ];
    const code = (await row.innerText()).match(/\b(?:arch|config|lintel|policy|failure)\/[\w-]+/)?.[0];
    await row.click();
    const selection = page.locator('#status\\.editor\\.selection');
    await selection.filter({ hasText: 'selected' }).waitFor(patience);
    const [, at, column, length] = /Ln (\d+), Col (\d+) \((\d+) selected\)/.exec(await selection.innerText()) ?? [];
    const text = (await lineText(Number(at))).slice(column - 1 - length, column - 1);
    out(`${line} ${severity.toLowerCase()} ${code} |${text}|`);
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
