import { afterEach, describe, expect, it } from 'vitest';
import { Texts } from '../../../core/types/texts.js';
import { visibleFiles } from '../../../core/types/visible-files.js';
import { folderWith, tidy } from './fixture.js';

describe('files laid over the disk', { timeout: 120_000 }, () => {
  afterEach(tidy);

  it('are listed in their folders, which are there because of them', () => {
    const root = folderWith({ 'src/here.ts': '', 'src/lost.ts': '' });
    const texts = new Texts(root);
    const files = visibleFiles(root, texts, { path: `${root}/own.json`, text: () => '{}' });
    expect(files.getAccessibleEntries(`${root}/src`)).toBeUndefined();
    expect(files.directoryExists(`${root}/src`)).toBeUndefined();
    texts.apply(
      [
        { path: 'src/deep/er/new.ts', text: '' },
        { path: 'src/lost.ts', text: null },
        { path: 'gone/gone.ts', text: null },
      ],
      false,
    );
    expect(files.getAccessibleEntries(`${root}/src/`)).toEqual({ files: ['here.ts'], directories: ['deep'] });
    expect(files.entriesOf(`${root}/src/deep`)).toEqual({ files: [], directories: ['er'] });
    expect(files.directoryExists(`${root}/src/deep/er`)).toBe(true);
    expect(files.directoryExists(`${root}/gone`)).toBeUndefined();
    expect(files.fileExists(`${root}/src/lost.ts`)).toBe(false);
    texts.apply([{ path: 'src/deep/er/new.ts', text: undefined }], false);
    expect(files.directoryExists(`${root}/src/deep`)).toBeUndefined();
  });

  it('tell what came, went and changed', () => {
    const root = folderWith({ 'a.ts': '' });
    const texts = new Texts(root);
    const apply = (path: string, text: string | undefined | null) => texts.apply([{ path, text }], false);
    const at = (name: string) => [`${root}/${name}`];
    expect(apply('a.ts', 'x')).toMatchObject({ changed: at('a.ts'), created: [], deleted: [] });
    expect(apply('a.ts', null)).toMatchObject({ changed: [], created: [], deleted: at('a.ts') });
    expect(apply('a.ts', undefined)).toMatchObject({ changed: [], created: at('a.ts'), deleted: [] });
    expect(apply('b.ts', 'x')).toMatchObject({ changed: [], created: at('b.ts'), deleted: [] });
    expect(apply('b.ts', 'y')).toMatchObject({ changed: at('b.ts'), created: [], deleted: [] });
    expect(apply('b.ts', undefined)).toMatchObject({ changed: [], created: [], deleted: at('b.ts') });
    // What the disk holds may have come since it was last looked at.
    expect(apply('a.ts', undefined)).toMatchObject({ changed: at('a.ts'), created: at('a.ts'), deleted: [] });
  });

  it('are all that is seen outside the root, packages and declarations excepted', () => {
    const outer = folderWith({ 'inner/a.ts': '', 'secret.ts': '' });
    const root = `${outer}/inner`;
    const files = visibleFiles(root, new Texts(root), { path: `${root}/own.json`, text: () => '{}' });
    expect(files.readFile(`${outer}/secret.ts`)).toBeNull();
    expect(files.readFile(`${outer}/tsconfig.json`)).toBeNull();
    for (const path of ['node_modules/pg/index.js', 'linked/index.d.ts', 'linked/index.d.mts', 'linked/package.json']) {
      expect([path, files.readFile(`${outer}/${path}`)]).toEqual([path, undefined]);
    }
  });
});
