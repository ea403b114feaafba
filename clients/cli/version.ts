import { readFileSync } from 'node:fs';

/** The version of the package this file is installed with. */
export function packageVersion(): string {
  // From dist/clients/cli in the package, from clients/cli when tests run the source.
  for (const up of ['../../../package.json', '../../package.json']) {
    try {
      const manifest = JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8')) as {
        name?: string;
        version?: string;
      };
      if (manifest.name === 'lintel' && manifest.version !== undefined) return manifest.version;
    } catch {
      // Not there: the other layout.
    }
  }
  return '0.0.0';
}
