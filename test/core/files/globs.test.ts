import { describe, expect, it } from 'vitest';
import { compileGlobs, folderOrGlob, globProblem } from '../../../core/files/globs.js';
import { cpuTime } from '../../harness/cpu-time.js';

function matching(globs: string[], paths: string[]): string[] {
  const matcher = compileGlobs(globs);
  return paths.filter(path => matcher.matches(path));
}

describe('compileGlobs', () => {
  it.each<[glob: string, matches: string[], not: string[]]>([
    ['src/a.ts', ['src/a.ts'], ['src/a.tsx', 'x/src/a.ts', 'src/aXts']],
    ['./src/a.ts', ['src/a.ts'], []],
    ['**', ['a.ts', '.github/x.ts', 'a/b/c'], []],
    ['src/**', ['src/a.ts', 'src/.hidden/x.ts', 'src/a/b'], ['srcx/a.ts', 'a/src/b.ts', 'src']],
    ['src/**/*', ['src/a.ts', 'src/a/b.ts'], ['src', 'srcx/a']],
    ['src/', ['src/a.ts'], ['src', 'srcx/a']],
    ['packages/*/', ['packages/a/x.ts', 'packages/a/b/x.ts'], ['packages/x.ts']],
    ['src/*', ['src/a.ts'], ['src/a/b.ts']],
    ['*.ts', ['a.ts', '.x.ts'], ['src/a.ts']],
    ['**/*.test.ts', ['a.test.ts', 'x/y/a.test.ts', '.test.ts'], ['a.ts', 'a.test.tsx']],
    ['**/*.{test,spec}.ts', ['a.test.ts', 'x/b.spec.ts'], ['a.ts']],
    ['**/test/**', ['test/a.ts', 'x/test/y/a.ts'], ['latest/a.ts', 'test', 'x/test.ts']],
    ['**/*.config.?s', ['vite.config.ts', 'a/b.config.js'], ['vite.config.mts']],
    ['apps/*/src/**', ['apps/a/src/x.ts'], ['apps/a/b/src/x.ts']],
    ['src/!(legacy)/*.ts', ['src/new/a.ts'], ['src/legacy/a.ts']],
    ['src/[a-c]*.ts', ['src/b1.ts'], ['src/d.ts']],
    ['@scope/pkg/**', ['@scope/pkg/a.ts'], []],
    ['src/+page.ts', ['src/+page.ts'], []],
  ])('%s', (glob, matches, not) => {
    expect(matching([glob], [...matches, ...not])).toEqual(matches);
  });

  it.each<[glob: string, matches: string[], not: string[]]>([
    ['app/[slug]/page.tsx', ['app/[slug]/page.tsx'], ['app/s/page.tsx']],
    ['app/[slug]/**', ['app/[slug]/a/page.tsx'], ['app/s/page.tsx']],
    ['app/(shop)/**/*.tsx', ['app/(shop)/x/page.tsx'], ['app/shop/page.tsx']],
    ['app/(shop)/[[...all]]/*.ts', ['app/(shop)/[[...all]]/route.ts'], ['app/shop/a/route.ts']],
    ['app/**/[...slug]/*', ['app/x/[...slug]/a.ts'], ['app/x/s/a.ts', 'app/x/./a.ts']],
    ['app/@modal/(.)photo/*', ['app/@modal/(.)photo/a.ts'], ['app/@modal/xphoto/a.ts']],
    ['src/[0-9]/*.ts', ['src/7/a.ts'], ['src/[0-9]/a.ts']],
  ])('takes folders of file-system routers by name: %s', (glob, matches, not) => {
    expect(matching([glob], [...matches, ...not])).toEqual(matches);
  });

  it('subtracts globs that start with !', () => {
    expect(matching(['src/**', '!src/gen/**'], ['src/a.ts', 'src/gen/b.ts', 'x.ts'])).toEqual(['src/a.ts']);
    expect(matching(['!**/*.d.ts'], ['a.ts', 'a.d.ts'])).toEqual(['a.ts']);
  });

  it('matches nothing with no globs, and nothing by a glob it refuses', () => {
    expect(matching([], ['a.ts'])).toEqual([]);
    expect(matching(['../x/**', '/src/**', ''], ['x/a.ts', 'src/a.ts', ''])).toEqual([]);
    expect(matching(['!../x'], ['a.ts'])).toEqual([]);
  });

  it('compiles a list once', () => {
    expect(compileGlobs(['src/**', 'a.ts'])).toBe(compileGlobs(['src/**', 'a.ts']));
    expect(compileGlobs(['a', 'b'])).not.toBe(compileGlobs(['a\0b']));
  });

  it('answers in reasonable time whatever stands in the list', () => {
    const paths = [`src/${'a'.repeat(200)}/${'a'.repeat(200)}`, 'a/'.repeat(100), `src/${'a'.repeat(40)}c`];
    const globs = [
      '**/*a*a*a*a*a*a*a*b',
      'src/+(a|aa)+(a|aa)+(a|aa)/b',
      'src/*(*(a))b/**',
      '**/a/**/a/**/a/**/a/**/x',
      `${'**/a/'.repeat(60)}x`,
      `${'**/'.repeat(60)}x`,
      '**/{a,aa}*{a,aa}*{a,aa}*b',
      'src/(a|a)*b',
    ];
    const spent = cpuTime();
    for (const glob of globs) for (const path of paths) compileGlobs([glob]).matches(path);
    expect(spent()).toBeLessThan(1_000);
  });
});

describe('globProblem', () => {
  it.each([
    ['', 'empty'],
    ['!', 'empty'],
    ['/src/**', 'absolute'],
    ['C:/src/**', 'absolute'],
    ['../other/**', '".."'],
    ['src/../x', '".."'],
    ['*a*a*a*a*a*b', 'wildcards'],
    ['a/**/b/**/c/**/d/**/e/**/f', 'wildcards'],
    ['x'.repeat(1_001), 'longer'],
  ])('refuses %s', (glob, word) => {
    expect(globProblem(glob)).toContain(word);
  });

  it.each(['src/**', '**/**/**/**/**/a', '**/*.{a,b}.ts', 'src/..hidden/x', '!src/**', 'a*b*c*.ts'])(
    'accepts %s',
    glob => {
      expect(globProblem(glob)).toBeUndefined();
    },
  );
});

describe('folderOrGlob', () => {
  it.each([
    ['apps/api/src', ['apps/api/src', 'apps/api/src/**']],
    ['apps/api/src/', ['apps/api/src', 'apps/api/src/**']],
    ['app/[slug]', ['app/[slug]', 'app/[slug]/**']],
    ['apps/*/src', ['apps/*/src']],
    ['.', ['**']],
    ['./', ['**']],
  ])('%s', (glob, expected) => {
    expect(folderOrGlob(glob)).toEqual(expected);
  });

  it('covers the file itself and everything below a folder', () => {
    const globs = ['app/[slug]', 'src/main.ts'].flatMap(folderOrGlob);
    expect(matching(globs, ['app/[slug]/x/y.ts', 'app/s/y.ts', 'src/main.ts', 'src/main.tsx'])).toEqual([
      'app/[slug]/x/y.ts',
      'src/main.ts',
    ]);
  });
});
