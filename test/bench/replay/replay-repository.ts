import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { type Asking, isStop, rulesIn, startAsking, type ToolAnswer, type ToolFinding } from './ask.js';
import { type Kind, kinds, numbers, type SeededWrite, type Write } from './case.js';
import { hookPayload, hookShapes, patchPayload, planOf, shellPayload, stopPayload } from './payloads.js';
import { applyRemedy, keyOf, namesCopy, type RemedyOutcome } from './remedy.js';
import type { ReplayRepository } from './repositories.js';
import { conflated, copiedHelper, lostCause, missingStatusCheck, swallowed } from './seed-failures.js';
import {
  cycleClosed,
  deepImport,
  forbiddenImport,
  inventedPackage,
  laundering,
  missingExport,
  type SeedContext,
  type SeedMaker,
} from './seed-imports.js';
import { walkOf } from './walk.js';

export interface ReplayOptions {
  readonly clones: string;
  readonly commits: number;
  /** Seeds of each kind in this repository. */
  readonly quota: number;
  /** Real writes in this repository. */
  readonly clean: number;
  /** Ask the first of three kinds of a hook without an engine too, which opens the whole workspace each time. */
  readonly isColdAsked: boolean;
  readonly main: string;
  log(line: string): void;
  /** Hears what there is after each commit: a run over a large repository may be cut short. */
  keep(result: ReplayResult): void;
}

/** How one write fared in the four forms it was given in. */
export interface Outcome {
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
  readonly kind: Kind | 'clean';
  readonly what?: string;
  /** Of a seed: named by the form; of a clean write: stopped by it. `undefined`: the form cannot carry it. */
  readonly plan?: boolean;
  readonly content: boolean;
  readonly patch: boolean;
  readonly hook: boolean;
  /** Of every other seed of a kind: told at the event after a write through the shell, or at the end of the turn. */
  readonly afterShell?: 'event' | 'stop' | 'missed';
  readonly remedy?: RemedyOutcome;
  /** The remedies that were taken one after another. */
  readonly taken?: readonly string[];
  /** Of the first case of three kinds: what a hook without a resident engine said. `undefined`: not asked. */
  readonly cold?: boolean;
  /** The finding is a reason to stop, not only a remark (`information`). */
  readonly stops?: boolean;
  /** What was said. */
  readonly said: readonly string[];
}

export interface ReplayResult {
  readonly repository: string;
  readonly commit: string;
  readonly files: number;
  readonly changedLines: number;
  readonly outcomes: readonly Outcome[];
  readonly ms: Readonly<Record<string, readonly number[]>>;
  readonly tokens: Readonly<Record<string, readonly number[]>>;
}

const makers: Readonly<Record<Kind, SeedMaker>> = {
  'forbidden import': forbiddenImport,
  'deep import': deepImport,
  'cycle closed': cycleClosed,
  'invented package': inventedPackage,
  'missing export': missingExport,
  laundering,
  'swallowed failure': swallowed,
  'conflated failure': conflated,
  'lost cause': lostCause,
  'missing status check': missingStatusCheck,
  'copied helper': copiedHelper,
};

/** A run without an engine opens the whole workspace: what imports break, and two of what calls tell. */
const coldKinds: ReadonlySet<Kind> = new Set(['forbidden import', 'lost cause', 'missing status check']);

/** Kinds that a plan says nothing of: it names imports and exports, not bodies. */
const notInPlans: ReadonlySet<Kind> = new Set([
  'swallowed failure',
  'conflated failure',
  'lost cause',
  'missing status check',
  'copied helper',
]);

export async function replay(repository: ReplayRepository, options: ReplayOptions): Promise<ReplayResult> {
  const walk = await walkOf(repository, options.clones, options.commits);
  const next = numbers(20261130);
  const context: SeedContext = {
    snapshot: walk.snapshot,
    read: walk.read,
    pick: list => list[next(Math.max(list.length, 1))],
  };
  const ms: Record<string, number[]> = {};
  const tokens: Record<string, number[]> = {};
  const outcomes: Outcome[] = [];
  const left = new Map<Kind, number>(kinds.map(kind => [kind, options.quota]));
  let changedLines = 0;
  let asking: Asking | undefined;
  let turn = 0;
  const cleanOnes = () => outcomes.filter(({ kind }) => kind === 'clean').length;

  const note = (into: Record<string, number[]>, name: string, value: number) => {
    into[name] = [...(into[name] ?? []), value];
  };
  const tool = async (name: string, input: Record<string, unknown>): Promise<ToolAnswer> => {
    const { answer, text, ms: took } = await asking!.tool(name, input);
    note(ms, name, took);
    note(tokens, `${name} ${answer.status}`, countTokens(text));
    return answer;
  };
  const hook = async (payload: object, name: string): Promise<string> => {
    for (let tries = 1; ; tries++) {
      const { out, note: said, ms: took } = await asking!.hook(payload);
      note(ms, name, took);
      if (out !== '') note(tokens, name, countTokens(out));
      if (said?.includes('not checked') !== true) return out;
      options.log(said);
      if (tries === 3) throw new Error(said);
    }
  };

  const coldHook = async (write: Write): Promise<string> => {
    const { out, ms: took } = await asking!.coldHook(hookPayload('Claude Write', walk.root, write));
    note(ms, 'hook cold', took);
    return out;
  };

  /** Gives a write in the four forms. */
  const judge = async (write: Write) => {
    const plan = planOf(write);
    const hasPlan = plan.imports !== undefined || plan.exports !== undefined;
    const planned = hasPlan ? await tool('check_plan', { changes: [plan] }) : undefined;
    const content = await tool('check_content', { path: write.path, content: write.text });
    const patch = await hook(patchPayload(walk.root, write), 'hook');
    const shape = hookShapes[turn++ % hookShapes.length]!;
    const hooked = await hook(hookPayload(shape, walk.root, write), 'hook');
    return { planned, content, patch, hooked };
  };

  /** What the seed adds to what the real write has already. */
  const namedBy = (answer: ToolAnswer | undefined, clean: ToolAnswer, seed: SeededWrite): readonly ToolFinding[] => {
    const known = new Set((clean.findings ?? []).map(keyOf));
    return (answer?.findings ?? []).filter(each => seed.rules.includes(each.rule) && !known.has(keyOf(each)));
  };

  /** Written past the hook: the next event of the session has to tell. */
  const pastTheHook = async (seed: SeededWrite): Promise<Outcome['afterShell']> => {
    const id = `shell-${outcomes.length}-${repository.name}`;
    walk.write(seed.path, seed.text);
    const tells = (out: string) =>
      rulesIn(out).some(rule => seed.rules.includes(rule)) || (seed.copyOf !== undefined && out.includes(seed.copyOf));
    const isTold = tells(await hook(shellPayload(walk.root, id), 'hook after'));
    const isToldLater = !isTold && tells(await hook(stopPayload(walk.root, id), 'hook stop'));
    walk.write(seed.path, seed.before);
    return isTold ? 'event' : isToldLater ? 'stop' : 'missed';
  };

  const seeded = async (seed: SeededWrite, commit: string): Promise<Outcome> => {
    const answerOfClean = await cleanAnswer(seed);
    const earlierText = seed.earlier && walk.read(seed.earlier.path);
    if (seed.earlier) {
      walk.write(seed.earlier.path, seed.earlier.text);
      await asking!.warm();
    }
    const { planned, content, patch, hooked } = await judge(seed);
    const stopped = (out: string) => isStop(out) && rulesIn(out).some(rule => seed.rules.includes(rule));
    const before = outcomes.filter(({ kind }) => kind === seed.kind).length;
    const cold =
      options.isColdAsked && before === 0 && coldKinds.has(seed.kind) ? stopped(await coldHook(seed)) : undefined;
    const { remedy, taken } = await applyRemedy(seed, content, answerOfClean, {
      read: walk.read,
      check: texts => {
        const [first, ...also] = [...texts].map(([path, text]) => ({ path, content: text }));
        return tool('check_content', { ...first, ...(also.length > 0 && { also }) });
      },
    });
    const afterShell = before % 2 === 0 ? await pastTheHook(seed) : undefined;
    if (seed.earlier) walk.write(seed.earlier.path, earlierText);
    const isTold = (answer: ToolAnswer | undefined) =>
      namedBy(answer, answerOfClean, seed).length > 0 ||
      (seed.copyOf !== undefined && namesCopy(answer, seed.copyOf) !== undefined);
    const named = namedBy(content, answerOfClean, seed);
    const known = new Set((answerOfClean.findings ?? []).map(keyOf));
    const said = (content.findings ?? [])
      .filter(each => !known.has(keyOf(each)))
      .map(({ rule, severity, at, message }) => `${severity} ${rule} ${at} ${message}`);
    return {
      repository: repository.name,
      commit,
      path: seed.path,
      kind: seed.kind,
      what: seed.what,
      ...(notInPlans.has(seed.kind) ? {} : { plan: isTold(planned) }),
      content: isTold(content),
      stops: named.some(({ severity }) => /error|warning/.test(severity)),
      patch: stopped(patch),
      hook: stopped(hooked),
      ...(afterShell !== undefined && { afterShell }),
      remedy,
      taken,
      ...(cold !== undefined && { cold }),
      said: [...said, ...(content.reuse ?? []).map(({ symbol, why }) => `reuse ${symbol}: ${why}`)].slice(0, 6),
    };
  };

  // The same real write is the ground of several seeds.
  let lastClean: { readonly text: string; readonly answer: ToolAnswer } | undefined;
  const cleanAnswer = async ({ path, clean: text }: SeededWrite): Promise<ToolAnswer> => {
    if (lastClean?.text !== `${path}\0${text}`)
      lastClean = { text: `${path}\0${text}`, answer: await tool('check_content', { path, content: text }) };
    return lastClean.answer;
  };

  const clean = async (write: Write, commit: string): Promise<Outcome> => {
    const { planned, content, patch, hooked } = await judge(write);
    lastClean = { text: `${write.path}\0${write.text}`, answer: content };
    const said = [planned, content].flatMap((answer, i) =>
      (answer?.findings ?? []).map(
        each => `${i === 0 ? 'plan' : 'content'}: ${each.severity} ${each.rule} ${each.at} ${each.message}`,
      ),
    );
    return {
      repository: repository.name,
      commit,
      path: write.path,
      kind: 'clean',
      plan: isAlarm(planned),
      content: isAlarm(content),
      patch: isStop(patch),
      hook: isStop(hooked),
      said: [...(isStop(hooked) ? [`hook: ${hooked}`] : []), ...said].slice(0, 8),
    };
  };

  const files = walk.snapshot.graph.files.length;
  const result = (): ReplayResult => ({
    repository: repository.name,
    commit: repository.commit,
    files,
    changedLines,
    outcomes,
    ms,
    tokens,
  });
  for (const [at, commit] of walk.commits.entries()) {
    const paths = walk.begin(commit);
    if (!paths) continue;
    asking ??= await startAsking(walk.root, options.main);
    let inCommit = 0;
    for (const path of paths) {
      const text = walk.textAt(commit, path);
      if (text === undefined) continue;
      const write: Write = { path, before: walk.read(path), text };
      const isDone = [...left.values()].every(count => count <= 0) && cleanOnes() >= options.clean;
      if (/\.(?:[cm]?[jt]sx?)$/.test(path) && !isDone && ++inCommit <= 6) {
        changedLines += lineDifference(write);
        await asking.warm();
        if (cleanOnes() < options.clean) outcomes.push(await clean(write, commit));
        let seedsHere = 0;
        for (const kind of [...left].sort((a, b) => b[1] - a[1]).map(([each]) => each)) {
          if (seedsHere >= 3 || (left.get(kind) ?? 0) <= 0) break;
          const seed = makers[kind](write, context);
          if (!seed || seed.text === write.text) continue;
          seedsHere++;
          left.set(kind, (left.get(kind) ?? 0) - 1);
          outcomes.push(await seeded(seed, commit));
        }
      }
      walk.write(path, text);
    }
    options.log(`${repository.name} ${at + 1}/${walk.commits.length} ${outcomes.length}`);
    options.keep(result());
    if (
      [...left.values()].every(count => count <= 0) &&
      outcomes.filter(({ kind }) => kind === 'clean').length >= options.clean
    )
      break;
  }
  await asking?.close();
  walk.remove();
  return result();
}

/** What an agent writes first and what the next write brings: true, and no reason to stop. */
const absences: ReadonlySet<string> = new Set([
  'arch/unresolved-import',
  'arch/missing-export',
  'arch/unassigned-file',
]);

function isAlarm(answer: ToolAnswer | undefined): boolean {
  return (answer?.findings ?? []).some(({ rule, severity }) => /error|warning/.test(severity) && !absences.has(rule));
}

function lineDifference({ before = '', text }: Write): number {
  const known = new Set(before.split('\n'));
  return text.split('\n').filter(line => !known.has(line)).length;
}
