// Puts what the compiled code reads beside it: the pages of the rules (`lintel explain`), the models of packages and the
// instructions of the MCP server; part of `npm run build`.
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
copy('core/rules', '.md');
// Every file there counts: one that is gone in the source must not stay.
rmSync(join(root, 'dist/core/failures/models'), { recursive: true, force: true });
copy('core/failures/models', '.jsonc');

function copy(folder, extension) {
  for (const entry of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith(extension)) continue;
    const target = join(root, 'dist', folder, entry);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(root, folder, entry), target);
  }
}
copyFileSync(join(root, 'mcp/instructions.md'), join(root, 'dist/mcp/instructions.md'));
