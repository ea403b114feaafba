// extract.mjs FOLDER: makes the fixtures beside this script of what editors sent (LINTEL_RECORD=FOLDER npm run test:editors).
// Paths of the machine and the number of the process are taken out; everything else stands as it was sent.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , folder] = process.argv;
for (const name of readdirSync(folder).filter(each => each.endsWith('.log'))) {
  const bytes = readFileSync(join(folder, name));
  const head = /Content-Length: (\d+)\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(bytes.toString('latin1'));
  const start = head.index + head[0].length;
  const { method, params } = JSON.parse(bytes.toString('utf8', start, start + Number(head[1])));
  if (method !== 'initialize') throw new Error(`${name} starts with ${method}`);
  const { rootPath, rootUri } = params;
  const root = rootPath ?? decodeURIComponent(rootUri.replace(/^file:\/\//, '')).replace(/\/$/, '');
  const text = JSON.stringify(params, (key, value) => (key === 'processId' && value !== null ? 1 : value), 2);
  const client = name.slice(0, -'.log'.length);
  const fixture = {
    client,
    source: `recorded from ${client} on ${new Date().toISOString().slice(0, 10)}`,
    params: JSON.parse(text.replaceAll(root, '/workspace')),
  };
  const file = `${client.toLowerCase().replace(/[^a-z0-9.]+/g, '-')}.json`;
  writeFileSync(join(import.meta.dirname, file), `${JSON.stringify(fixture, undefined, 2)}\n`);
  process.stdout.write(`${file}\n`);
}
