import type { FilePath } from '../../files/paths.js';
import type { Edge } from '../../graph/edge.js';
import type { SourceGraph } from '../../graph/source-graph.js';
import type { NamedRule } from '../../policy/policy.js';
import type { CallFact, ImportFact } from '../../syntax/facts.js';
import { defineRule, type FileContext } from '../rule.js';
import { message, sentence } from '../wording.js';
import { selectsFile } from './sides.js';

export const forbiddenCall = defineRule({
  id: 'arch/forbidden-call',
  summary: 'Code calls or constructs something that the policy forbids in this module.',
  severity: 'error',
  zeroConfig: false,
  scope: 'file',
  reads: ['file', 'imports', 'policy'],
  check(context) {
    const { path, policy, graph } = context;
    const inForce = policy.rules.filter(rule => appliesTo(context, rule));
    if (inForce.length === 0) return;
    for (const call of graph.body(path)?.calls ?? []) {
      const names = namesOfCall(context, call);
      for (const rule of inForce) {
        const written = rule.calls?.find(forbidden => isMeant(forbidden, call, names));
        if (written !== undefined) reportCall(context, rule, written, call);
      }
    }
  },
});

function appliesTo({ policy, path }: FileContext, rule: NamedRule): boolean {
  if (rule.type !== 'forbidden' || rule.calls === undefined || rule.severity === 'off') return false;
  if (!selectsFile(policy, rule.from, path)) return false;
  return !rule.exceptFrom.some(side => selectsFile(policy, side, path));
}

function reportCall(context: FileContext, rule: NamedRule, written: string, call: CallFact): void {
  const { path, module, policy, report } = context;
  const act = call.isNew ? 'construct' : 'call';
  report({
    path,
    span: call.span,
    message: message(
      `${module?.id ?? path} may not ${act} ${call.callee} (rule ${rule.id}).`,
      rule.because === undefined
        ? 'Pass in what it gives, or move the code to a module that may.'
        : sentence(rule.because),
    ),
    symbol: call.symbol,
    site: `${call.isNew ? 'new ' : ''}${call.callee} ${rule.id}`,
    ...(rule.severity === undefined || rule.severity === 'off' ? {} : { severity: rule.severity }),
    related: [{ path: policy.path, span: rule.span, message: 'This rule forbids it.' }],
    data: { id: rule.id, call: written, callee: call.callee },
  });
}

/** `Date.now` is a call, `new Date` a construction; a name without `new` covers both. */
function isMeant(forbidden: string, call: CallFact, names: readonly string[]): boolean {
  const construction = /^new\s+(.*)$/.exec(forbidden);
  if (construction !== null && !call.isNew) return false;
  return names.includes(normalised((construction?.[1] ?? forbidden).replace(/\(.*\)$/, '')));
}

/**
 * The names that a call goes by in the policy. A global is its dotted path (`globalThis.` and `window.` undone); an import
 * is `package#name` or `src/file.ts#name`, whatever it is called here and whether it was imported by name, as a whole or
 * as the default export; the file that declares a re-exported name counts like the one it is imported from.
 */
function namesOfCall({ facts, edges, graph }: FileContext, call: CallFact): readonly string[] {
  if (call.import === undefined) return [call.callee.replace(/^(?:globalThis|window|self|global)\./, '')];
  const fact = facts.imports[call.import];
  const edge = edges.find(each => each.import === call.import);
  if (fact === undefined || edge === undefined) return [];
  const exported = exportedPath(fact, call.callee);
  return exported === undefined ? [] : qualified(graph, edge, exported);
}

/** The path of a callee from the export on: `fs.readFileSync` of `import fs` → `default.readFileSync`. */
function exportedPath({ names, form }: ImportFact, callee: string): readonly string[] | undefined {
  const [local, ...members] = callee.split('.');
  const name = names.find(each => each.local === local);
  if (name === undefined) return undefined;
  if (name.imported === '*') return members.length === 0 && form !== 'import' ? ['default'] : members;
  return [name.imported, ...members];
}

function qualified(graph: SourceGraph, { target }: Edge, exported: readonly string[]): readonly string[] {
  if (target.kind === 'external') {
    // CommonJS packages offer the same functions on the default import, the namespace and by name.
    const [first, ...rest] = exported;
    const member = first === 'default' && rest.length > 0 ? rest : exported;
    const specifier = target.subpath === '' ? target.package : `${target.package}/${target.subpath}`;
    return [`${specifier}#${member.join('.')}`];
  }
  if (target.kind !== 'file') return [];
  const [name = '', ...rest] = exported;
  const behind = (path: FilePath, first: string): string => `${path}#${[first, ...rest].join('.')}`;
  const origin = graph.origin(target.path, name);
  return typeof origin === 'object'
    ? [behind(target.path, name), behind(origin.path, origin.name)]
    : [behind(target.path, name)];
}

/** `fs#readFileSync`, `node:fs.readFileSync` and `node:fs#readFileSync` say the same. */
function normalised(written: string): string {
  const name = written.replace(/^(?:globalThis|window|self|global)\./, '');
  if (name.includes('#')) return withNodeScheme(name);
  const scheme = /^(node:[\w/]+)\.(.+)$/.exec(name) ?? /^((?:@[\w.-]+\/)?[\w-]+(?:\/[\w.-]+)+)\.(\w+)$/.exec(name);
  return scheme === null ? name : `${scheme[1]}#${scheme[2]}`;
}

const builtins = new Set(
  'assert async_hooks buffer child_process cluster console crypto dgram dns dns/promises events fs fs/promises http http2 https module net os path perf_hooks process querystring readline stream stream/promises timers timers/promises tls tty url util v8 vm worker_threads zlib'.split(
    ' ',
  ),
);

function withNodeScheme(name: string): string {
  const hash = name.indexOf('#');
  return builtins.has(name.slice(0, hash)) ? `node:${name}` : name;
}
