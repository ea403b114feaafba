import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe } from 'vitest';
import { editors } from './editors.js';
import { inEditor } from './in-editor.js';
import { openScreen, type Screen, writtenTo } from './screen.js';
import { type Session, snippet } from './session.js';
import { script } from './workspace.js';

/** Nothing is typed but what the test types, and messages stand under the lines. */
const config = `
[editor]
auto-pairs = false
auto-completion = false
[editor.inline-diagnostics]
cursor-line = "hint"
other-lines = "hint"
`;

describe('Helix has no way of running without a screen: it gets one, and what stands there is read', () => {
  inEditor(editors.helix, async (session, hx) => {
    const folder = join(session.home, 'config/helix');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'config.toml'), config);
    copyFileSync(snippet('helix/languages.toml'), join(folder, 'languages.toml'));
    const screen = openScreen(`exec '${hx}' --log '${session.home}/hx.log' ${script.SOURCE}`, {
      cwd: session.root,
      env: session.env,
      name: basename(session.home),
    });
    try {
      return (await drive(screen, session)).join('\n').concat('\n');
    } finally {
      screen.close();
    }
  });
});

async function drive(screen: Screen, session: Session): Promise<readonly string[]> {
  const seen: string[] = [];
  await screen.shows(/placeOrder/);
  screen.press('2', 'G', 'i');
  screen.type(script.FORBIDDEN);
  screen.press('Escape');
  await screen.shows(/past its entry points/);
  seen.push('== typed', ...(await diagnostic(screen, session, 'typed')));

  screen.press('Space', 'a');
  await screen.shows(new RegExp(`${escaped(script.FIX)} {2,}`));
  screen.press('Enter');
  await screen.hides(/past its entry points/);
  const [, fixed] = await screen.shows(/^ +2 {2}(.*index\.js';)/m);
  seen.push('== fixed', 'nothing', fixed!);

  screen.type(`:open ${script.POLICY}`);
  screen.press('Enter');
  await screen.shows(/"modules"/);
  // A line opened above another is indented like that one.
  screen.press(script.BREAK_LINE, 'G', 'x', 'd', 'O');
  screen.type(script.BREAK.trimStart());
  screen.press('Escape');
  await screen.shows(/Unknown key/);
  seen.push('== policy broken', ...(await diagnostic(screen, session, 'broken')));
  screen.press('u', 'u');
  await screen.hides(/Unknown key/);
  seen.push('== policy mended', 'nothing');

  screen.type(':qa!');
  screen.press('Enter');
  seen.push('== stopped');
  return seen;
}

/** The next diagnostic: its range as Helix selects it, the rest as its list and its lines show it. */
async function diagnostic(screen: Screen, { home }: Session, name: string): Promise<readonly string[]> {
  const file = join(home, name);
  screen.press('g', 'g', ']', 'd');
  screen.type(`:pipe-to cat > ${file}`);
  screen.press('Enter');
  const text = await writtenTo(file);
  const [, message] = await screen.shows(/└─+(.*?) *$/m);
  const [, line] = await screen.shows(/ (\d+):\d+ *$/m);
  screen.press('Space', 'd');
  const [, severity, rule] = await screen.shows(/(ERROR|WARN|INFO|HINT) +lintel +([a-z]+\/[a-z-]+)/);
  screen.press('Escape');
  await screen.hides(/severity +source/);
  return [`${line} ${severity!.toLowerCase()} ${rule} |${text}|`, `  ${message}`];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
