// Makes the command as it is installed: all of it in a few files. An agent waits for `lintel hook` before each write, an editor
// for the server before the first diagnostic, and reading six hundred modules takes longer than starting Node does. Workers,
// pages and models stay where they were compiled. Part of `npm run build`.
import { readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const command = fileURLToPath(new URL('../dist/clients/cli/', import.meta.url));
const folder = `${command}bundle`;

/** What a module finds beside itself it goes on finding there. The words in a string are no use of it. */
const ownPlaces = {
  name: 'own-places',
  transform(code, id) {
    if (!code.includes('import.meta.url')) return undefined;
    const file = relative(folder, id).replaceAll('\\', '/');
    const own = `require('node:url').pathToFileURL(require('node:path').join(__dirname, ${JSON.stringify(file)})).href`;
    return { code: code.replace(/(?<!['"`])\bimport\.meta\.url\b(?!['"`])/g, () => own), map: null };
  },
};

/** What `lintel hook` loads before it asks an engine: one file, since looking a file up takes longer than reading it. */
const beforeAsking = new Set();
const hookStart = {
  name: 'hook-start',
  buildEnd() {
    const follow = id => {
      const module = beforeAsking.has(id) ? null : this.getModuleInfo(id);
      if (!module || module.isExternal) return;
      beforeAsking.add(id);
      module.importedIds.forEach(follow);
    };
    follow(`${command}commands/hook.js`);
  },
};

const bundle = await rolldown({
  input: { lintel: `${command}main.js` },
  platform: 'node',
  // Packages stay where they are installed.
  external: id => /^[@a-z]/.test(id),
  plugins: [ownPlaces, hookStart],
});
const { output } = await bundle.write({
  dir: folder,
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].cjs',
  codeSplitting: { groups: [{ name: 'hook-start', test: id => beforeAsking.has(id) }] },
});
await bundle.close();
const written = new Set(output.map(({ fileName }) => fileName));
for (const name of readdirSync(folder)) if (!written.has(name)) rmSync(join(folder, name), { recursive: true });
