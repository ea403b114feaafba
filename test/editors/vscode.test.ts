import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe } from 'vitest';
import { editors, screenshots, vsix } from './editors.js';
import { inEditor } from './in-editor.js';
import { scriptFile } from './session.js';

describe('the extension, installed from its package, without a server until a setting names one', () => {
  inEditor(editors.vscode, ({ run, env, lintel }, codeServer) => {
    mkdirSync(screenshots, { recursive: true });
    env.PATH = env.PATH?.replace(`${dirname(lintel)}:`, '');
    return run(
      process.execPath,
      [scriptFile('vscode.mjs'), join(codeServer, '..'), vsix, lintel, screenshots],
      110_000,
    );
  });
});
