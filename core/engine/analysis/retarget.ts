import type { FilePath } from '../../files/paths.js';
import type { Resolution } from '../../resolve/resolution.js';
import type { FileFacts } from '../../syntax/facts.js';
import { type AmbientModules, ambientModulesOf } from './ambient.js';
import { passedOnTargets } from './passed-on.js';
import type { Replaced } from './replace-records.js';
import { requestFor, resolveImports, targetsOf } from './resolve-imports.js';
import type { FileTargets, Setting, State } from './state.js';

/** The outcome of the second step: where all specifiers lead. */
export interface Retargeted extends Pick<State, 'targets' | 'ambient'> {
  /** Numbers of files of which a specifier leads elsewhere than before, or that are new. */
  readonly retargeted: ReadonlySet<number>;
  /** Those among them that pass on names from elsewhere than before: their surface is another though their text is not. */
  readonly passesOnOthers: ReadonlySet<number>;
}

export interface RetargetInput {
  readonly setting: Setting;
  readonly replaced: Replaced;
  /** Files of any kind that appeared or went away. */
  readonly appearedOrGone: readonly FilePath[];
  /** Resolutions made beforehand, by file number: a cold start resolves while other files are still parsed. */
  readonly resolved?: ReadonlyMap<number, readonly (Resolution | undefined)[]>;
  /** The whole layout is another: every specifier is asked again. */
  readonly all: boolean;
}

/** Resolves the imports of changed files, and those of others that the files which appeared or went away could redirect. */
export function retarget(before: State, input: RetargetInput): Retargeted {
  const { replaced, setting } = input;
  const ambient = ambientAfter(before, replaced);
  const ambientChanged = ambient.digest !== before.ambient.digest;
  const entries: [number, FileTargets | undefined][] = [];
  const retargeted = new Set<number>();
  const passesOnOthers = new Set<number>();
  const declared = (specifier: string) => ambient.has(specifier);

  const put = (number: number, facts: FileFacts, resolutions: readonly (Resolution | undefined)[]): void => {
    const targets = targetsOf(facts, resolutions, declared);
    entries.push([number, targets]);
    retargeted.add(number);
    const old = passedOnTargets(before.records.get(number), before.targets.get(number));
    if (old !== passedOnTargets(replaced.records.get(number), targets)) passesOnOthers.add(number);
  };
  for (const number of replaced.changed) {
    const record = replaced.records.get(number);
    if (record)
      put(
        number,
        record.facts,
        input.resolved?.get(number) ?? resolveImports(record.path, record.facts, setting.resolver),
      );
    else entries.push([number, undefined]);
  }
  for (const number of filesToAsk(before, input, ambientChanged)) {
    const record = replaced.changed.has(number) ? undefined : replaced.records.get(number);
    if (!record) continue;
    const { path, facts } = record;
    const old = before.targets.get(number)?.resolutions ?? [];
    const resolutions = input.all
      ? resolveImports(path, facts, setting.resolver)
      : resolveAgain(path, facts, old, input);
    if (ambientChanged || !sameResolutions(old, resolutions)) put(number, facts, resolutions);
  }
  return { targets: before.targets.withAll(entries), ambient, retargeted, passesOnOthers };
}

/** Files of which an import may lead elsewhere than before, though their text is what it was. */
function filesToAsk(
  before: State,
  { all, replaced, appearedOrGone, setting: { resolver } }: RetargetInput,
  ambientChanged: boolean,
): Iterable<number> {
  const reached = all || ambientChanged ? 'all' : appearedOrGone.length === 0 ? [] : resolver.reachedBy(appearedOrGone);
  if (reached === 'all') return replaced.files.map(path => before.numbers.of(path));
  return new Set(reached.flatMap(key => before.reachIndex(before, resolver, key)));
}

/** Asks again only for specifiers that the changed paths could concern. */
function resolveAgain(
  path: FilePath,
  facts: FileFacts,
  old: readonly (Resolution | undefined)[],
  { setting, appearedOrGone }: RetargetInput,
): readonly (Resolution | undefined)[] {
  const { resolver } = setting;
  let next: (Resolution | undefined)[] | undefined;
  for (const [i, fact] of facts.imports.entries()) {
    const resolution = old[i];
    const request = resolution && requestFor(path, fact);
    if (!request || !resolver.couldChange(request, resolution, appearedOrGone)) continue;
    next ??= [...old];
    next[i] = resolver.resolve(request);
  }
  return next ?? old;
}

function ambientAfter(before: State, replaced: Replaced): AmbientModules {
  for (const number of replaced.changed) {
    const declares = (records: State['records']) => (records.get(number)?.facts.ambientModules.length ?? 0) > 0;
    if (declares(before.records) || declares(replaced.records)) return ambientModulesOf(replaced.records);
  }
  return before.ambient;
}

function sameResolutions(a: readonly (Resolution | undefined)[], b: readonly (Resolution | undefined)[]): boolean {
  return a === b || (a.length === b.length && a.every((resolution, i) => sameResolution(resolution, b[i])));
}

function sameResolution(a: Resolution | undefined, b: Resolution | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
