import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe } from 'vitest';
import { editors, screenshots } from './editors.js';
import { inEditor } from './in-editor.js';
import { scriptFile } from './session.js';

describe('Monaco in a page, its language client connected through a WebSocket', () => {
  inEditor(editors.monaco, ({ run }, page) => {
    mkdirSync(screenshots, { recursive: true });
    return run(process.execPath, [scriptFile('monaco.mjs'), dirname(dirname(page)), screenshots], 110_000);
  });
});
