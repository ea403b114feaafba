// Makes the command as it is installed: everything that `lintel hook` loads in one file, since an agent waits for it before
// each write and reading fifty modules takes as long as starting Node does. The other commands are loaded as they were
// compiled, so their workers, pages and models stay where they are. Part of `npm run build`.
import { rmSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const command = fileURLToPath(new URL('../dist/clients/cli/', import.meta.url));
const folder = `${command}bundle`;

const otherCommands = {
  name: 'other-commands',
  resolveId: source => (source === './program.js' ? { id: '../program.js', external: true } : undefined),
};

/** What a module finds beside itself it goes on finding there. */
const ownPlaces = {
  name: 'own-places',
  transform(code, id) {
    if (!code.includes('import.meta.url')) return undefined;
    const file = relative(folder, id).replaceAll('\\', '/');
    const own = `require('node:url').pathToFileURL(require('node:path').join(__dirname, ${JSON.stringify(file)})).href`;
    return { code: code.replaceAll('import.meta.url', own), map: null };
  },
};

rmSync(folder, { recursive: true, force: true });
const bundle = await rolldown({
  input: { lintel: `${command}main.js` },
  platform: 'node',
  // Packages stay where they are installed.
  external: id => /^[@a-z]/.test(id),
  plugins: [otherCommands, ownPlaces],
});
await bundle.write({ dir: folder, format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' });
await bundle.close();
