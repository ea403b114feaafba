import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { bindPolicy } from '../../../core/policy/bind.js';
import { compileGlob } from '../../../core/policy/globs.js';
import { loadPolicy } from '../../../core/policy/load.js';
import { matchesWildcard } from '../../../core/policy/wildcard.js';
import { cpuTime } from '../../harness/cpu-time.js';
import { exampleFiles, exampleText } from './example.js';
import { brokenBy, policyOf } from './policy-fixtures.js';

const example: unknown = parse(exampleText);
type Path = (string | number)[];

/** Paths of all values of a JSON value; `objects` keeps those of objects alone. */
function pathsIn(value: unknown, objects: boolean, path: Path = []): Path[] {
  const own = !objects || (typeof value === 'object' && value !== null && !Array.isArray(value)) ? [path] : [];
  if (typeof value !== 'object' || value === null) return own;
  const children = Object.entries(value).map(([key, child]) =>
    pathsIn(child, objects, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [...own, ...children.flat()];
}

function edited(value: unknown, path: Path, edit: (old: unknown) => unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return edit(value);
  if (Array.isArray(value)) return value.map((item, i) => (i === step ? edited(item, rest, edit) : item));
  return Object.fromEntries(
    Object.entries(value as object).map(([key, item]) => [key, key === step ? edited(item, rest, edit) : item]),
  );
}

/** Objects whose keys are names that the person chooses. */
const isFree = (path: Path) =>
  ['layers', 'groups', 'conditionSets', 'interfaces', 'severity'].includes(String(path.at(-1))) ||
  path.at(-1) === 'layer';

const checkWhole = (text: string) => {
  const policy = bindPolicy(loadPolicy('architecture.jsonc', text), exampleFiles, { knownRules: ['arch/cycle'] });
  for (const { span, rule, message } of policy.problems) {
    expect(span.start >= 0 && span.start <= span.end && span.end <= text.length, `${rule}: ${message}`).toBe(true);
  }
  for (const file of exampleFiles) policy.moduleOf(file);
  if (policy.usable) for (const to of exampleFiles) brokenBy(policy, 'apps/api/src/main.ts', to);
  return policy;
};

describe('any change of the example', () => {
  it('an unknown key is never usable and stands at the key', () => {
    const places = pathsIn(example, true).filter(path => !isFree(path));
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.stringMatching(/^[a-zA-Z_$]{1,12}$/),
        fc.jsonValue(),
        (path, key, value) => {
          fc.pre(!(key in { ...({} as object) }));
          const text = JSON.stringify(
            edited(example, path, old => ({ [`x${key}`]: value, ...(old as object) })),
            null,
            1,
          );
          const policy = checkWhole(text);
          expect(policy.usable).toBe(false);
          const found = policy.problems.filter(problem => problem.rule === 'config/unknown-key');
          expect(found.map(({ span }) => text.slice(span.start, span.end))).toContain(JSON.stringify(`x${key}`));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('any value anywhere gives an answer', () => {
    const places = pathsIn(example, false);
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.oneof(
          fc.jsonValue(),
          fc.string(),
          fc.constantFrom('*', 'tag:', '::', 'a::', '{a}', '**', '', 'external:', '../x', '[', '(a+)+'),
        ),
        (path, value) => {
          checkWhole(JSON.stringify(edited(example, path, () => value)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('any cut or insertion in the text gives an answer', () => {
    fc.assert(
      fc.property(fc.nat(exampleText.length), fc.nat(40), fc.string({ maxLength: 4 }), (at, length, inserted) => {
        checkWhole(exampleText.slice(0, at) + inserted + exampleText.slice(at + length));
      }),
      { numRuns: 300 },
    );
  });
});

describe('patterns', () => {
  it('a wildcard agrees with the regular expression it stands for', () => {
    const text = fc.stringMatching(/^[ab/]{0,8}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[ab/*]{0,8}$/), text, (pattern, word) => {
        const expression = new RegExp(`^${pattern.replace(/\*+/g, '.*')}$`);
        expect(matchesWildcard(pattern, word)).toBe(expression.test(word));
      }),
      { numRuns: 2000 },
    );
  });

  it('a glob agrees with a plain recursive reading of it', () => {
    const segment = fc.constantFrom('a', 'b', 'ab', '*', '**', 'a*', '?');
    const covers = (glob: string[], path: string[]): boolean => {
      const [first, ...rest] = glob;
      if (first === undefined) return true;
      if (first === '**') return covers(rest, path) || (path.length > 0 && covers(glob, path.slice(1)));
      const [head, ...tail] = path;
      return (
        head !== undefined &&
        new RegExp(`^${first.replaceAll('*', '.*').replace('?', '.')}$`).test(head) &&
        covers(rest, tail)
      );
    };
    fc.assert(
      fc.property(
        fc.array(segment, { minLength: 1, maxLength: 4 }),
        fc.array(fc.constantFrom('a', 'b', 'ab', 'c'), { minLength: 1, maxLength: 5 }),
        (glob, path) => {
          expect(compileGlob(glob.join('/')).matches(path.join('/')), `${glob.join('/')} ${path.join('/')}`).toBe(
            covers(glob, path),
          );
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('hostile patterns stay fast', () => {
    const spent = cpuTime();
    const long = `${'a'.repeat(200)}/${'b/'.repeat(100)}c.ts`;
    matchesWildcard('*a*a*a*a*a*a*a*a*a*a*a*b', 'a'.repeat(5000));
    compileGlob('**/*a*a*a*a*b/**/*a*b/**/*x').matches(long);
    compileGlob('{a,b}'.repeat(40)).matches(long);
    policyOf({ modules: [{ id: '{a}{b}{c}', path: '**/{a}{b}{c}/**/x' }] }, [long]);
    expect(spent()).toBeLessThan(1000);
  });
});

describe('cost at scale', () => {
  const packages = 200;
  const files = Array.from({ length: 50_000 }, (_, i) => `packages/p${i % packages}/src/f${i % 7}/file${i}.ts`).sort();
  const modules = Array.from({ length: packages }, (_, i) => ({
    id: `p${i}`,
    path: `packages/p${i}`,
    dependsOn: [`p${(i + 1) % packages}`],
    entryPoints: [`src/f0/*.ts`],
  }));
  const loaded = loadPolicy(
    'architecture.jsonc',
    JSON.stringify({ modules: [...modules, { id: '{p}-f', path: 'packages/{p}/src/f1' }] }),
  );

  it('one file more costs little, 30k edges not much', () => {
    const policy = bindPolicy(loaded, files);
    const more = [...files, 'packages/p7/src/f0/new.ts'].sort();
    const timed = (work: () => void) => {
      const times = Array.from({ length: 5 }, () => {
        const spent = cpuTime();
        work();
        return spent();
      });
      return Math.min(...times);
    };
    let next = policy;
    const rebind = timed(() => {
      next = bindPolicy(loaded, next === policy ? more : files, {}, next);
    });
    const edges = timed(() => {
      for (let i = 0; i < 30_000; i++) brokenBy(policy, files[i] ?? '', files[(i * 17) % files.length] ?? '');
    });
    // Generous: measured 1 to 3 ms and 40 to 60 ms with the test's own overhead.
    expect(rebind).toBeLessThan(60);
    expect(edges).toBeLessThan(600);
    if (process.env.LINTEL_TIMES)
      process.stdout.write(`rebind ${rebind.toFixed(2)} ms, 30k edges ${edges.toFixed(1)} ms\n`);
  });
});
