import { capturesIn } from './captures.js';
import { type JsonDocument, keySpanAt, type Location, spanAt } from './document.js';
import { failureForms } from './failures/check.js';
import type { PolicyProblem } from './policy.js';
import type { PolicyDocument } from './schema.js';

const maxCapturesPerSegment = 3;
const maxGlobstars = 3;

/** Errors of form that a schema cannot express: what is declared twice, keys that need one another. */
export function formProblems(json: JsonDocument, document: PolicyDocument): PolicyProblem[] {
  return [
    ...duplicates(json, document),
    ...ruleForms(json, document),
    ...moduleForms(json, document),
    ...failureForms(json, document.failures),
  ];
}

function duplicates(json: JsonDocument, document: PolicyDocument): PolicyProblem[] {
  const layerSets = Object.entries(document.layers ?? {});
  return [
    ...declaredTwice(
      json,
      'Module id',
      (document.modules ?? []).map((each, i) => [each.id, ['modules', i, 'id']]),
    ),
    ...declaredTwice(
      json,
      'Rule id',
      (document.rules ?? []).map((each, i) => [each.id, ['rules', i, 'id']]),
    ),
    ...declaredTwice(
      json,
      'Exception id',
      (document.exceptions ?? []).map((each, i) => [each.id, ['exceptions', i, 'id']]),
    ),
    ...declaredTwice(
      json,
      'Boundary id',
      (document.failures?.boundaries ?? []).map((each, i) => [each.id, ['failures', 'boundaries', i, 'id']]),
    ),
    ...layerSets.flatMap(([set, { order }]) =>
      declaredTwice(
        json,
        `Layer of "${set}"`,
        order.map((name, i) => [name, ['layers', set, 'order', i]]),
      ),
    ),
  ];
}

function declaredTwice(
  json: JsonDocument,
  what: string,
  names: readonly (readonly [name: string, location: Location])[],
): PolicyProblem[] {
  const seen = new Set<string>();
  const problems: PolicyProblem[] = [];
  for (const [name, location] of names) {
    if (seen.has(name)) {
      problems.push({
        rule: 'config/conflict',
        path: json.path,
        span: spanAt(json, location),
        message: `${what} "${name}" is declared twice, and neither wins over the other. Rename or remove one.`,
        data: { name },
      });
    }
    seen.add(name);
  }
  return problems;
}

function ruleForms(json: JsonDocument, document: PolicyDocument): PolicyProblem[] {
  return (document.rules ?? []).flatMap((rule, i) => {
    const location = ['rules', i];
    if (rule.type === 'forbidden') {
      if (rule.to !== undefined || rule.calls) return [];
      return [invalid(json, [...location, 'type'], `The rule "${rule.id}" forbids nothing: add "to" or "calls".`)];
    }
    if (rule.calls) {
      const message = `"calls" has no meaning in a rule of type ${rule.type}. Make it a rule of type forbidden.`;
      return [{ ...invalid(json, location, message), span: keySpanAt(json, [...location, 'calls']) }];
    }
    if (rule.to === undefined) {
      return [invalid(json, [...location, 'type'], `The rule "${rule.id}" has no target: add "to".`)];
    }
    return [];
  });
}

function moduleForms(json: JsonDocument, document: PolicyDocument): PolicyProblem[] {
  return (document.modules ?? []).flatMap((module, i) => {
    const paths = typeof module.path === 'string' ? [module.path] : module.path;
    const problems: PolicyProblem[] = [];
    for (const name of capturesIn(JSON.stringify({ ...module, path: '' }))) {
      if (paths.every(path => capturesIn(path).includes(name))) continue;
      const at = capturesIn(module.id).includes(name) ? ['modules', i, 'id'] : ['modules', i, 'path'];
      const message = `The capture {${name}} has no value: every "path" of the module must contain it. Write it there, or remove it here.`;
      problems.push(invalid(json, at, message));
    }
    paths.forEach((path, p) => {
      const segments = path.split('/');
      const tooMany = segments.some(segment => segment.split(/[{*]/).length - 1 > maxCapturesPerSegment);
      if (!tooMany && segments.filter(segment => segment === '**').length <= maxGlobstars) return;
      const at = typeof module.path === 'string' ? ['modules', i, 'path'] : ['modules', i, 'path', p];
      const message = `The path has more than ${maxCapturesPerSegment} wildcards in one segment or more than ${maxGlobstars} times "**". Split it into several paths.`;
      problems.push(invalid(json, at, message));
    });
    return problems;
  });
}

function invalid(json: JsonDocument, location: Location, message: string): PolicyProblem {
  return { rule: 'config/invalid-value', path: json.path, span: spanAt(json, location), message };
}
