import { compareText } from '../../files/paths.js';
import type { Group } from './groups.js';
import type { Region } from './input.js';
import type { InferredLayers } from './layers.js';
import { literal } from './literal.js';
import type { InferredSources } from './sources.js';
import type { Besides } from './support.js';

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
  readonly groups: readonly Group[];
  readonly besides: Besides;
  readonly hasTests: boolean;
  /** Files in the largest eager cycle. */
  readonly largestCycle: number;
  readonly moduleCycles: boolean;
  readonly doubted: number;
}

const width = 120;

/** The text of `architecture.jsonc`. */
export function writePolicy(parts: InferredParts): string {
  const { layers, modules } = parts;
  const lines: string[] = [
    '// The architecture of this repository as lintel init found it in the imports: a proposal, to be corrected and signed.',
    '// What the imports of today do and this file does not permit stands in the baseline, unreviewed, each with a question.',
    '{',
    '  "$schema": "./node_modules/lintel/architecture.schema.json",',
    '  "version": 1,',
  ];
  lines.push(...sourcesSection(parts.sources));
  if (layers.order.length > 0) {
    lines.push('', `  // Top to bottom, ${layers.remark}.`);
    lines.push(`  "layers": { "main": { "order": ${inline(layers.order)}, "layering": "relaxed" } },`);
  }
  if (modules.length > 0) lines.push('', ...modulesSection(parts));
  lines.push('', '  // Packages are open; they only have to be in the nearest package.json.');
  lines.push('  "external": { "undeclared": "error" },', '', ...cyclesSection(parts), '');
  const overrides = overridesSection(parts);
  lines.push(
    `  "baseline": { "file": "architecture/baseline.json", "ratchet": "shrinkOnly" }${overrides.length > 0 ? ',' : ''}`,
    ...(overrides.length > 0 ? ['', ...overrides] : []),
    '}',
    '',
  );
  return lines.join('\n');
}

function modulesSection({ modules, groups, doubted }: InferredParts): string[] {
  const lines = [
    '  // One module per package or folder that has a name of its own. Without entryPoints every file is public.',
  ];
  if (doubted > 0) {
    lines.push(
      `  // "not" above a module: what it imports today (at so many sites) and should perhaps not, ${doubted} in all: against the`,
      '  // order, both ways, or a single stray name.',
    );
  }
  const grouped = new Map(groups.flatMap(group => group.members.map(({ id }) => [id, group] as const)));
  const entries: Entry[] = [];
  for (const module of modules.filter(({ region }) => isProduct(region))) {
    const group = grouped.get(module.region.id);
    if (group === undefined) entries.push(entryOf(module));
    else if (group.members[0] === module.region) entries.push(entryOfGroup(group));
  }
  const beside = modules.filter(({ region }) => !isProduct(region)).map(entryOf);
  const all = [...entries, ...beside];
  const idWidth = Math.min(28, Math.max(...all.map(({ id }) => JSON.stringify(id).length)));
  lines.push('  "modules": [');
  all.forEach((entry, i) => {
    if (i === entries.length) {
      if (i > 0) lines.push('');
      lines.push('    // Beside the product: tests, programs and configuration that nothing of it depends on.');
    }
    lines.push(...entryLines(entry, idWidth, i === all.length - 1));
  });
  lines.push('  ],');
  return lines;
}

function isProduct({ role }: Region): boolean {
  return role === undefined || role === 'main';
}

function cyclesSection({ modules, moduleCycles, largestCycle }: InferredParts): string[] {
  const lines = ['  "cycles": ['];
  if (modules.length > 1) {
    if (moduleCycles) lines.push('    // There are some today: in the baseline. What dependsOn permits has none.');
    lines.push('    { "scope": "module", "kinds": ["value", "type"], "severity": "error" },');
  }
  if (largestCycle > 1) {
    lines.push(
      `    // The largest of today holds ${largestCycle} files: the baseline lets it shrink and no file join.`,
    );
  }
  lines.push('    { "scope": "file", "kinds": ["eager"], "severity": "error" }', '  ],');
  return lines;
}

function overridesSection({ besides, hasTests, modules }: InferredParts): string[] {
  const { support, configuration } = besides;
  const entries: string[] = [];
  if (hasTests && modules.length > 1) {
    entries.push(
      override(
        'A test may import what its module may, whatever is inside its own module, and support for tests.',
        '"context": "test"',
        '"deepImport": "sameModule", "mock": "asImport"',
        support,
      ),
    );
  }
  if (configuration) {
    entries.push(
      override(
        'The configuration of a package is read by tools: it may use that of the repository.',
        `"files": ${inline(configuration.globs)}`,
        '',
        configuration.modules,
      ),
    );
  }
  return entries.length === 0 ? [] : ['  "overrides": [', entries.join(',\n'), '  ]'];
}

function override(remark: string, when: string, allow: string, dependsOn: readonly string[]): string {
  const rest = (room: string) => (dependsOn.length === 0 ? '' : `"dependsOn": ${wrapped(dependsOn, room, '        ')}`);
  const separator = allow !== '' && dependsOn.length > 0 ? ', ' : '';
  const start = `    { "when": { ${when} },`;
  const second = ` "allow": { ${allow}${separator}`;
  const line = `${start}${second}${rest('')} } }`;
  const fits = line.length <= width && !line.includes('\n');
  const own = `     ${second}`;
  return `    // ${remark}\n${fits ? line : `${start}\n${own}${rest(`${own}"dependsOn": `)} } }`}`;
}

function sourcesSection({ excluded, tests }: InferredSources): string[] {
  const lines: string[] = [];
  excluded.forEach(({ globs, remark }, i) => {
    const first = i === 0 ? '    "exclude": [' : '      ';
    const list = wrapped(globs, first, '    ').slice(1, -1);
    lines.push(`    // ${remark}`, `${first}${list}${i < excluded.length - 1 ? ',' : `]${tests ? ',' : ''}`}`);
  });
  if (tests) {
    lines.push(
      '    // The usual conventions without those that name folders of the product here.',
      `    "tests": ${wrapped(tests, '    "tests": ', '    ')}`,
    );
  }
  return lines.length === 0 ? [] : ['', '  "sources": {', ...lines, '  },'];
}

/** One entry of `modules`. */
interface Entry {
  readonly id: string;
  readonly paths: readonly string[];
  readonly layer: string | undefined;
  readonly entryPoints: readonly string[] | undefined;
  readonly dependsOn: readonly string[];
  readonly remark: string;
}

/** A module of test code that uses this many others tests the whole. */
const wholeTests = 8;

function entryOf({ region, layer, dependsOn, entryPoints, remarks }: InferredModule): Entry {
  return {
    id: region.id,
    paths: region.paths.map(literal),
    layer,
    entryPoints: entryPoints?.map(literal),
    dependsOn: region.role === 'tests' && dependsOn.length > wholeTests ? ['*'] : dependsOn,
    remark: remarks.join('; '),
  };
}

function entryOfGroup({ prefix, folder, members, layer, dependsOn, entryPoints }: Group): Entry {
  return {
    id: `${prefix}{name}`,
    paths: [`${folder === '' ? '' : `${folder}/`}${prefix}{name}`],
    layer,
    entryPoints: entryPoints && [...entryPoints].map(literal).sort(compareText),
    dependsOn,
    remark: `one entry for ${members.length} packages: what one of them imports, all may`,
  };
}

/** One line where it fits, else the long lists on lines of their own; the reason for a guess above it. */
function entryLines(
  { id, paths, layer, entryPoints, dependsOn, remark }: Entry,
  idWidth: number,
  last: boolean,
): string[] {
  const end = last ? ' }' : ' },';
  const name = JSON.stringify(id);
  const lines = comment(remark);
  let line = `    { "id": ${name},${' '.repeat(Math.max(0, idWidth - name.length))}`;
  const parts: readonly (readonly [string, string | readonly string[]])[] = [
    ['path', paths.length === 1 ? (paths[0] ?? '') : paths],
    ...(layer === undefined ? [] : [['layer', layer] as const]),
    ...(entryPoints ? [['entryPoints', entryPoints] as const] : []),
    ['dependsOn', dependsOn],
  ];
  parts.forEach(([key, value], i) => {
    const close = i === parts.length - 1 ? end : ',';
    const short = ` "${key}": ${typeof value === 'string' ? JSON.stringify(value) : inline(value)}${close}`;
    if (line.length + short.length <= width) line += short;
    else {
      lines.push(line.trimEnd());
      const start = `      "${key}": `;
      line = `${start}${typeof value === 'string' ? JSON.stringify(value) : wrapped(value, start, '      ')}${close}`;
    }
  });
  return [...lines, ...line.split('\n')];
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
