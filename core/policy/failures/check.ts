import { type JsonDocument, keySpanAt, type Location, spanAt } from '../document.js';
import { compileGlob } from '../globs.js';
import { suggestion } from '../nearest.js';
import type { PolicyProblem } from '../policy.js';
import type { PolicyDocument } from '../schema.js';
import { namesModules } from '../selectors.js';
import { checkModuleSelector, firstFile, nearPath, type References } from '../vacuous.js';

type Section = NonNullable<PolicyDocument['failures']>;

const typeKey = /^[A-Za-z_$][\w$.]*(?:\[[A-Za-z_$][\w$]*=[^[\]=]+\])?$/;

/** Errors of form in `failures` that the schema cannot express. */
export function failureForms(json: JsonDocument, section: Section | undefined): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const invalid = (span: PolicyProblem['span'], message: string): void => {
    problems.push({ rule: 'config/invalid-value', path: json.path, span, message });
  };
  for (const key of Object.keys(section?.classes ?? {}))
    if (!typeKey.test(key))
      invalid(
        keySpanAt(json, ['failures', 'classes', key]),
        `"${key}" names no error type. Write the name of the class, with one member in brackets where that decides: "PrismaError[code=P2025]".`,
      );
  (section?.boundaries ?? []).forEach(({ id, match }, i) => {
    const { calls, files, modules, exports, argument } = match;
    const at: Location = ['failures', 'boundaries', i, 'match'];
    if (!calls && files === undefined && !modules && !exports)
      invalid(spanAt(json, at), `The boundary "${id}" matches nothing: add "calls", "files", "modules" or "exports".`);
    if (argument !== undefined && !calls)
      invalid(keySpanAt(json, [...at, 'argument']), '"argument" says which argument of "calls" is meant. Add "calls".');
  });
  (section?.critical ?? []).forEach(({ files, modules, exports }, i) => {
    if (files === undefined && !modules && !exports)
      invalid(
        spanAt(json, ['failures', 'critical', i]),
        'This names no code: add "files", "modules" or "exports" (`path#name`).',
      );
    exports?.forEach((word, e) => {
      if (!word.includes('#'))
        invalid(
          spanAt(json, ['failures', 'critical', i, 'exports', e]),
          `"${word}" names no export. Write the path and the name: "src/billing/**#charge*".`,
        );
    });
  });
  return problems;
}

/** Selectors of `failures` against the files and modules there are: one that selects nothing is a warning. */
export function checkFailureReferences(all: References, section: Section | undefined): void {
  if (!section) return;
  const refs: References = { ...all, report: problem => all.report({ ...problem, severity: 'warning' }) };
  const vacuous = (location: Location, message: string): void =>
    refs.report({ rule: 'arch/vacuous-rule', path: refs.json.path, span: spanAt(refs.json, location), message });
  const files = (words: string | readonly string[] | undefined, location: Location): void => {
    if (typeof words === 'string') file(words, location);
    else
      words?.forEach((word, i) => {
        file(word, [...location, i]);
      });
  };
  const file = (glob: string, location: Location): void => {
    const compiled = compileGlob(glob);
    if (firstFile(refs, compiled) !== undefined) return;
    vacuous(
      location,
      `"${glob}" matches no analysed file, so this does nothing.${nearPath(refs.files, compiled.base)} Correct it, or remove it.`,
    );
  };
  const modules = (words: readonly string[] | undefined, location: Location): void =>
    words?.forEach((word, i) => {
      checkModuleSelector(refs, word, [...location, i]);
    });
  const functions = (words: readonly string[] | undefined, location: Location): void =>
    words?.forEach((word, i) => {
      const hash = word.indexOf('#');
      if (hash < 0 && namesModules(word, refs.modules)) checkModuleSelector(refs, word, [...location, i]);
      else file(hash < 0 ? word : word.slice(0, hash), [...location, i]);
    });
  (section.boundaries ?? []).forEach(({ match }, i) => {
    files(match.files, ['failures', 'boundaries', i, 'match', 'files']);
    modules(match.modules, ['failures', 'boundaries', i, 'match', 'modules']);
  });
  functions(section.bestEffort, ['failures', 'bestEffort']);
  functions(section.singleFlow, ['failures', 'singleFlow']);
  (section.critical ?? []).forEach((each, i) => {
    files(each.files, ['failures', 'critical', i, 'files']);
    modules(each.modules, ['failures', 'critical', i, 'modules']);
    functions(each.exports, ['failures', 'critical', i, 'exports']);
  });
  (section.integrationTests ?? []).forEach((each, i) => {
    files(each.files, ['failures', 'integrationTests', i, 'files']);
    files(each.covers, ['failures', 'integrationTests', i, 'covers']);
  });
  const ids = (section.boundaries ?? []).map(each => each.id);
  for (const id of Object.keys(section.vocabulary ?? {})) {
    if (ids.includes(id)) continue;
    const message = `There is no boundary "${id}", so nothing reads this vocabulary.${suggestion(id, ids)}`;
    const span = keySpanAt(refs.json, ['failures', 'vocabulary', id]);
    refs.report({ rule: 'arch/vacuous-rule', path: refs.json.path, span, message });
  }
}
