import type { Region } from './input.js';
import type { InferredLayers } from './layers.js';
import type { InferredSources } from './sources.js';

/** A module with all that was inferred about it. */
export interface InferredModule {
  readonly region: Region;
  readonly layer: string | undefined;
  readonly dependsOn: readonly string[];
  /** Undefined: every file is public. */
  readonly entryPoints: readonly string[] | undefined;
  readonly remarks: readonly string[];
}

export interface InferredParts {
  readonly sources: InferredSources;
  readonly layers: InferredLayers;
  readonly modules: readonly InferredModule[];
  /** Files in the largest eager cycle. */
  readonly largestCycle: number;
  readonly moduleCycles: boolean;
  readonly doubted: number;
}

const width = 120;

/** The text of `architecture.jsonc`. */
export function writePolicy({ sources, layers, modules, largestCycle, moduleCycles, doubted }: InferredParts): string {
  const lines: string[] = [
    '// The architecture of this repository as lintel init found it in the imports: a proposal, to be corrected and signed.',
    '// What the imports of today do and this file does not permit stands in the baseline, unreviewed, each with a question.',
    '{',
    '  "$schema": "./node_modules/lintel/architecture.schema.json",',
    '  "version": 1,',
  ];
  lines.push(...sourcesSection(sources));
  if (layers.order.length > 0) {
    lines.push('', `  // Top to bottom, ${layers.remark}.`);
    lines.push(`  "layers": { "main": { "order": ${inline(layers.order)}, "layering": "relaxed" } },`);
  }
  if (modules.length > 0) {
    lines.push(
      '',
      '  // One module per package or folder that has a name of its own. Without entryPoints every file is public.',
    );
    if (doubted > 0) {
      const what = doubted === 1 ? '1 dependency between modules is' : `${doubted} dependencies between modules are`;
      lines.push(`  // Of today, ${what} left out of dependsOn: against the order, mutual, or a single stray name.`);
    }
    lines.push('  "modules": [');
    const idWidth = Math.min(28, Math.max(...modules.map(module => JSON.stringify(module.region.id).length)));
    modules.forEach((module, i) => {
      lines.push(...moduleLines(module, idWidth, i === modules.length - 1));
    });
    lines.push('  ],');
  }
  lines.push('', '  // Packages are open; they only have to be in the nearest package.json.');
  lines.push('  "external": { "undeclared": "error" },', '');
  lines.push('  "cycles": [');
  if (modules.length > 1) {
    if (moduleCycles) lines.push('    // There are some today: in the baseline. What dependsOn permits has none.');
    lines.push('    { "scope": "module", "kinds": ["value", "type"], "severity": "error" },');
  }
  if (largestCycle > 1) {
    lines.push(
      `    // The largest of today holds ${largestCycle} files: the baseline lets it shrink and no file join.`,
    );
  }
  lines.push('    { "scope": "file", "kinds": ["eager"], "severity": "error" }');
  lines.push('  ],', '');
  lines.push(
    '  "baseline": { "file": "architecture/baseline.json", "ratchet": "shrinkOnly" }' +
      (sources.tests.length > 0 && modules.length > 1 ? ',' : ''),
  );
  if (sources.tests.length > 0 && modules.length > 1) {
    lines.push('', '  // Tests may reach what they test: the map above is for production code.', '  "overrides": [');
    const rules = ['dependency-not-allowed', 'deep-import', 'layer-order', 'laundered-dependency'];
    const [first, second] = [rules.slice(0, 2), rules.slice(2)].map(half =>
      half.map(rule => `"arch/${rule}": "off"`).join(', '),
    );
    const off = [`      "severity": { ${first},`, `        ${second} }`];
    lines.push('    { "when": { "context": "test" }, "allow": { "deepImport": "any", "mock": "asImport" },');
    lines.push(...off, '    },', '    { "when": { "context": "mock" },', ...off, '    }', '  ]');
  }
  lines.push('}', '');
  return lines.join('\n');
}

function sourcesSection({ exclude, tests, excluded }: InferredSources): string[] {
  const parts: string[] = [];
  if (exclude.length > 0) parts.push(`    "exclude": ${inline(exclude)}`);
  if (tests.length > 0) parts.push(`    "tests": ${wrapped(tests, '    "tests": ', '    ')}`);
  if (parts.length === 0) return [];
  const lines = ['', '  "sources": {'];
  if (exclude.length > 0) lines.push(`    // ${excluded} files that tests read as data and nothing imports.`);
  lines.push(parts.join(',\n'), '  },');
  return lines;
}

/** One line where it fits, else the long lists on lines of their own; the reason for a guess above it. */
function moduleLines(
  { region, layer, dependsOn, entryPoints, remarks }: InferredModule,
  idWidth: number,
  last: boolean,
): string[] {
  const id = JSON.stringify(region.id);
  const paths = region.paths.map(literal);
  const path = paths.length === 1 ? JSON.stringify(paths[0]) : inline(paths);
  const end = last ? ' }' : ' },';
  const lines = [...comment(remarks.length > 0 ? `${region.id}: ${remarks.join('; ')}` : '')];
  let line = `    { "id": ${id},${' '.repeat(Math.max(0, idWidth - id.length))} "path": ${path}`;
  if (layer !== undefined) line += `, "layer": ${JSON.stringify(layer)}`;
  const lists = [
    ...(entryPoints ? [['entryPoints', entryPoints.map(literal)] as const] : []),
    ['dependsOn', dependsOn] as const,
  ];
  for (const [key, list] of lists) {
    const close = key === 'dependsOn' ? end : '';
    const short = `, "${key}": ${inline(list)}${close}`;
    if (line.length + short.length <= width) line += short;
    else {
      lines.push(`${line},`);
      line = `      "${key}": ${wrapped(list, `      "${key}": `, '      ')}${close}`;
    }
  }
  return [...lines, ...line.split('\n')];
}

/** Characters of names that a path of the policy would read otherwise: captures, and `file#Name`. */
function literal(path: string): string {
  return path.replace(/[{}#]/g, '?');
}

/** A comment on as many lines as it takes. */
function comment(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 8 > width) {
      lines.push(`    // ${line}`);
      line = ` ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, `    // ${line}`];
}

function inline(names: readonly string[]): string {
  return `[${names.map(name => JSON.stringify(name)).join(', ')}]`;
}

/** A list on as many lines as the width asks for. */
function wrapped(names: readonly string[], first: string, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const [i, name] of names.entries()) {
    const item = `${JSON.stringify(name)}${i === names.length - 1 ? '' : ', '}`;
    const room = width - (lines.length === 0 ? first.length : indent.length + 2) - 4;
    if (line !== '' && line.length + item.length > room) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += item;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return `[${lines.join(`\n${indent}  `)}]`;
}
