import { describe, expect, test } from 'vitest';
import { diskFileSystem } from '../../../core/files/disk.js';
import { takeInventory } from '../../../core/files/inventory.js';
import { readLayout } from '../../../core/resolve/layout.js';
import { createResolver } from '../../../core/resolve/resolver.js';
import { dialectOf } from '../../../core/syntax/parser.js';
import { areInstalled, folder, versions } from '../../packages/install.js';
import { nearest } from './fixture.js';
import { compareWithTypeScript, specifiersOf, type Verdict } from './oracle/differential.js';

/** Answers that may differ from TypeScript's, and why that is right. Everything else has to be the same. */
const permitted: readonly Verdict[] = ['same', 'both nowhere', 'built-in', 'package not installed'];

describe.skipIf(!areInstalled())(
  'every import of packages that ship their source (skipped: the npm registry is out of reach)',
  () => {
    test.each(Object.keys(versions))('%s', name => {
      const fs = diskFileSystem(`${folder}/node_modules/${name}`);
      const inventory = takeInventory(
        fs,
        { include: [], exclude: [] },
        { isSource: path => dialectOf(path) !== undefined },
      );
      const paths = (files: readonly { readonly path: string }[]) => files.map(file => file.path);
      const layout = readLayout(
        fs,
        { manifests: paths(inventory.manifests), configs: paths(inventory.configs) },
        nearest,
      );
      const resolver = createResolver({ fs, layout, settings: nearest, ignored: () => false });
      const requests = paths(inventory.files)
        .filter(path => path.startsWith('src/'))
        .flatMap(from =>
          specifiersOf(new TextDecoder().decode(fs.readBytes(from))).map(specifier => ({
            from,
            specifier,
            mode: 'import' as const,
          })),
        );
      const { counts, differences } = compareWithTypeScript(fs, layout, resolver, requests);
      const others = [...differences].filter(([verdict]) => !permitted.includes(verdict)).flatMap(([, list]) => list);
      expect(others).toEqual([]);
      expect(counts.get('same') ?? 0).toBeGreaterThan(50);
    });
  },
);
