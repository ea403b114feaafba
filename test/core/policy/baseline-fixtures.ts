import { type Baseline, entryOf, formatBaseline, parseBaseline, type Subject } from '../../../core/policy/baseline.js';

/** A finding about an import, written as a reader would say it. */
export function dependency(
  path: string,
  to: string,
  options: {
    rule?: string;
    names?: string;
    kind?: string;
    context?: string;
    site?: string;
    symbol?: string;
    clauses?: string[];
  } = {},
): Subject {
  const rule = options.rule ?? 'arch/dependency-not-allowed';
  return {
    rule,
    path,
    symbol: options.symbol ?? '',
    site: options.site ?? `./${to}`,
    dependency: {
      to,
      kind: options.kind ?? 'eager',
      context: options.context ?? 'production',
      symbols: (options.names ?? 'query').split(' ').filter(name => name !== ''),
      clauses: options.clauses ?? [rule],
    },
  };
}

export function cycle(members: string, kind = 'eager'): Subject {
  const list = members.split(' ');
  return {
    rule: 'arch/cycle',
    path: list[0] ?? '',
    symbol: '',
    site: './x',
    data: { scope: 'file', kind, members: list },
  };
}

export function failure(path: string, symbol: string, site: string): Subject {
  return { rule: 'failure/swallowed', path, symbol, site };
}

/** The baseline of the findings, written and read again as from disk. */
export function written(findings: readonly Subject[]): Baseline {
  const text = formatBaseline(findings.map(finding => entryOf(finding)));
  const { baseline, problems } = parseBaseline('architecture/baseline.json', text);
  if (!baseline) throw new Error(`unreadable: ${problems.map(problem => problem.message).join(' ')}`);
  return baseline;
}

/** `exists` for a set of files, with optional renames written `old > new`. */
export function moves(files: readonly string[], ...renames: string[]) {
  const map = new Map(renames.map(text => text.split(' > ') as [string, string]));
  return { exists: (path: string) => files.includes(path), ...(renames.length > 0 && { renames: () => map }) };
}
