import type { FailureView } from '../failures/view.js';
import type { FileChange } from '../files/file-system.js';
import type { FilePath } from '../files/paths.js';
import type { IndexedGraph, SourceGraph } from '../graph/source-graph.js';
import type { Policy } from '../policy/policy.js';
import { lowerBound } from '../policy/sorted-files.js';
import type { ProjectLayout } from '../resolve/resolution.js';
import type { Finding } from '../rules/finding.js';
import type { LineStarts } from '../text/lines.js';
import { failureViewOf } from './analysis/failure-checks.js';
import { indexedGraphOver, originResolverOver, sourceGraphOver } from './analysis/linked-graph.js';
import type { State } from './analysis/state.js';
import { coverageOf } from './findings/coverage.js';
import { firstFindings, type Settled, type SettledScope, settle } from './findings/settle.js';
import { lineStartsIn, textIn } from './findings/texts.js';
import { type Moment, revisionOf } from './moment.js';
import type { PermissionDelta } from './permissions/permission-delta.js';
import { noFiles, type Report, type ReportOptions, type RunResult, reportOn } from './report.js';
import { introducedSince } from './since.js';
import { narrowingFilesOf } from './situation.js';
import type { Pause, Urgent } from './slices.js';
import type { SnapshotTexts } from './typing/told-texts.js';
import { type TypeCoverage, typesOff, type WhyUntyped } from './typing/type-coverage.js';

/** What a snapshot is reported against and cut to. */
export interface SnapshotReportOptions extends ReportOptions {
  /** Only what is not in this earlier snapshot. */
  readonly since?: Snapshot;
  /** What the rules permit besides since then (`permissionDelta`): without it `arch/permission-widened` stands in `notChecked`. */
  readonly delta?: PermissionDelta;
}

/** How a snapshot asks for types. */
export interface TypesOptions {
  readonly signal?: AbortSignal;
  /** The longest wait for the type checker, in milliseconds: what it did not answer by then stays untyped, and coverage says so. */
  readonly waitMs?: number;
  /** Where many files have to be asked again, only these for now: what somebody looks at. */
  readonly first?: ReadonlySet<FilePath>;
  /** What the making of contracts waits for while it is under way. */
  readonly urgent?: Urgent;
}

/** A snapshot of the same texts whose contracts rest on types. */
export interface TypedSnapshot {
  readonly snapshot: Snapshot;
  /** Files were left for later: ask again without `first`. */
  readonly isPreliminary: boolean;
}

/** What a snapshot needs of its workspace to make others. */
export interface SnapshotMeans {
  /** The texts it was made from, as far as they are not those of the disk. */
  readonly texts: SnapshotTexts;
  /** Of a typed snapshot the one it was made from. */
  readonly untyped?: Snapshot;
  /** What is said of types, where that is not what the state says. */
  readonly types?: TypeCoverage;
  /** Contracts with types were made before, so that asking costs no more than what changed since. */
  hasTypes(): boolean;
  /** Why a snapshot that nobody asked for types has none; `undefined` where nothing is said of types at all. */
  whyUntyped(): WhyUntyped | undefined;
  derive(changes: readonly FileChange[]): Promise<Snapshot>;
  typed(snapshot: Snapshot, options: TypesOptions): Promise<TypedSnapshot>;
}

/**
 * The workspace at one moment: immutable, cheap to keep, dropped when nobody holds it. A proposed edit is a snapshot too,
 * made by `with`, that shares everything untouched with this one.
 */
export class Snapshot {
  readonly #moment: Moment;
  /** For a snapshot of an earlier revision: the path there to the path now of files renamed since. */
  readonly renamed: ReadonlyMap<FilePath, FilePath>;
  readonly #means: SnapshotMeans;
  readonly #scope: SettledScope;
  #architecture: Snapshot | undefined;
  #asWritten: Snapshot | undefined;
  #revision: string | undefined;
  #settled: Settled | undefined;
  #first: readonly Finding[] | undefined;
  #run: RunResult | undefined;
  #graph: SourceGraph | undefined;
  #failures: FailureView | undefined;

  constructor(
    moment: Moment,
    means: SnapshotMeans,
    renamed: ReadonlyMap<FilePath, FilePath> = new Map(),
    scope: SettledScope = 'all',
  ) {
    this.#scope = scope;
    this.#moment = moment;
    this.renamed = renamed;
    this.#means = means;
  }

  /** Tells snapshots of one workspace apart: the content of all files and the policy decide it, not time. */
  get revision(): string {
    this.#revision ??= revisionOf(this.#moment);
    return this.#revision;
  }

  get policy(): Policy {
    return this.state.setting.policy;
  }

  get layout(): ProjectLayout {
    return this.state.setting.layout;
  }

  get graph(): SourceGraph {
    this.#graph ??= sourceGraphOver(this.state, originResolverOver(this.state));
    return this.#graph;
  }

  /** Contracts of all functions; the first call makes them. */
  get failures(): FailureView {
    this.#failures ??= failureViewOf(this.state);
    return this.#failures;
  }

  get indexedGraph(): IndexedGraph {
    return indexedGraphOver(this.state);
  }

  /** True once contracts are there: until then the first who asks for all findings waits for the whole analysis. */
  get hasContracts(): boolean {
    return this.state.failures.isNear;
  }

  /** Makes the contracts step by step, so that others are answered meanwhile. */
  prepareContracts(pause: Pause): Promise<void> {
    return this.state.failures.prepare(this.state, pause);
  }

  /** The same texts without what the failure rules say of them, and so without a wait for contracts. */
  get architecture(): Snapshot {
    if (this.#scope === 'architecture') return this;
    const means: SnapshotMeans = {
      texts: this.#means.texts,
      ...(this.#means.untyped && { untyped: this.#means.untyped }),
      ...(this.#means.types && { types: this.#means.types }),
      derive: async changes => (await this.#means.derive(changes)).architecture,
      hasTypes: () => this.#means.hasTypes(),
      whyUntyped: () => this.#means.whyUntyped(),
      typed: (snapshot, options) => this.#means.typed(snapshot, options),
    };
    this.#architecture ??= new Snapshot(this.#moment, means, this.renamed, 'architecture');
    return this.#architecture;
  }

  /** All findings after severities, exceptions, suppressions and the baseline; sorted by path, place, rule, id. */
  get findings(): readonly Finding[] {
    return this.settled.findings;
  }

  /** Those among `findings` that can be told before any contract is made. */
  get firstFindings(): readonly Finding[] {
    this.#first ??= firstFindings(this.state);
    return this.#first;
  }

  /** The findings with what was taken away from them. */
  get settled(): Settled {
    this.#settled ??= settle(this.state, this.#scope);
    return this.#settled;
  }

  /** The analysis behind this snapshot: for the engine's own folder. */
  get moment(): Moment {
    return this.#moment;
  }

  /** As `moment`: the texts it was made from. */
  get texts(): SnapshotTexts {
    return this.#means.texts;
  }

  /** As `moment`. */
  get state(): State {
    return this.#moment.state;
  }

  /** The `architecture.module.jsonc` files, which narrow the policy of the modules they lie beside. */
  get narrowingFiles(): readonly FilePath[] {
    return narrowingFilesOf(this.#moment.situation.inventory).map(({ path }) => path);
  }

  /** The text of any file under the root; `undefined` when it is not there. */
  text(path: FilePath): string | undefined {
    return textIn(this.state, path);
  }

  /** True where a source file says the same in another snapshot of the workspace; false where that would have to be read. */
  hasSameText(path: FilePath, other: Snapshot): boolean {
    const recordIn = ({ state: { records, numbers } }: Snapshot) => records.get(numbers.known(path) ?? -1);
    const record = recordIn(this);
    return record !== undefined && record.hash === recordIn(other)?.hash;
  }

  /** True when a file of any kind is there. */
  isFile(path: FilePath): boolean {
    return this.#moment.situation.fs.stat(path)?.kind === 'file';
  }

  /** True when some analysed file lies in the folder; `''` is the root. */
  isFolderOfSource(folder: FilePath): boolean {
    const { files } = this.state;
    const start = folder === '' ? '' : `${folder}/`;
    return files[lowerBound(files, start)]?.startsWith(start) === true;
  }

  /** True for what git would ignore and for installed packages: never analysed, not worth watching. */
  isIgnored(path: FilePath, kind: 'file' | 'directory' = 'file'): boolean {
    return this.#moment.situation.rules.isIgnored(path, kind);
  }

  /** Offsets at which the lines of a file start. */
  lineStarts(path: FilePath): LineStarts {
    return lineStartsIn(this.state, path);
  }

  /** The snapshot with other texts: proposed edits, open buffers, deleted files (`text: undefined`). The disk is not touched. */
  with(changes: readonly FileChange[]): Promise<Snapshot> {
    return this.#means.derive(changes);
  }

  /** How far the contracts rest on types: of a snapshot that nobody asked for types, `off`. */
  get types(): TypeCoverage {
    return this.#means.types ?? this.state.failures.types;
  }

  /** True once contracts with types are there: then `withTypes` costs no more than what changed since. */
  get hasTypes(): boolean {
    return this.#means.hasTypes();
  }

  /** False for `architecture`. */
  get tellsFailures(): boolean {
    return this.#scope === 'all';
  }

  /** The snapshot that types were asked for; the snapshot itself where they were not. */
  get untyped(): Snapshot {
    return this.#means.untyped ?? this;
  }

  /** The snapshot by what is written alone; its coverage says that types are off, or not ready. */
  get asWritten(): Snapshot {
    const why = this.#means.whyUntyped();
    this.#asWritten ??= why === undefined ? this.untyped : this.withoutTypes(why);
    return this.#asWritten;
  }

  /** The snapshot without types, with why it has none in its coverage; those made from it likewise. */
  withoutTypes(why: WhyUntyped): Snapshot {
    const means: SnapshotMeans = {
      texts: this.#means.texts,
      types: typesOff(why),
      derive: async changes => (await this.#means.derive(changes)).withoutTypes(why),
      hasTypes: () => this.#means.hasTypes(),
      whyUntyped: () => this.#means.whyUntyped(),
      typed: (snapshot, options) => this.#means.typed(snapshot, options),
    };
    return new Snapshot(this.untyped.moment, means, this.renamed, this.#scope);
  }

  /**
   * The same texts with contracts that rest on types. Waits for the type checker; what it cannot answer about exactly
   * these texts stays untyped, and coverage says so. The snapshot itself stays as it is.
   */
  withTypes(options: TypesOptions = {}): Promise<TypedSnapshot> {
    return this.#means.typed(this, options);
  }

  /** Why nothing can be said of this workspace, as a report says it, without the count of what is covered. */
  get whyNotChecked(): string | undefined {
    return unusable(this.state, this.settled) ?? (this.state.files.length === 0 ? noFiles : undefined);
  }

  /** Everything found, as plain data. */
  run(): RunResult {
    this.#run ??= runOf(this.state, this.settled, this.#scope, this.types);
    return this.#run;
  }

  report(options: SnapshotReportOptions = {}): Report {
    const run = this.run();
    const { since, delta } = options;
    return reportOn(since ? comparedRun(run, since, this, delta) : run, options);
  }
}

/** The run cut to what a change introduced; says so where the permissions of the two were not compared. */
function comparedRun(run: RunResult, since: Snapshot, head: Snapshot, delta: PermissionDelta | undefined): RunResult {
  const findings = introducedSince(since, head, delta);
  const why = delta ? (delta.status === 'not_checked' ? 'policy-unusable' : undefined) : 'not-compared';
  if (why === undefined || since.policy.text === head.policy.text) return { ...run, findings };
  const notChecked = [...run.coverage.notChecked, { what: 'permissions against the base revision', count: 1, why }];
  return { ...run, findings, coverage: { ...run.coverage, complete: false, notChecked } };
}

function unusable(state: State, settled: Settled): string | undefined {
  const { policy } = state.setting;
  if (policy.usable && !policy.isKept) return undefined;
  const first = settled.findings.find(finding => finding.rule.startsWith('config/'));
  return `The policy ${policy.path} cannot be used${first ? `: ${first.message}` : '.'}`;
}

function runOf(state: State, settled: Settled, scope: SettledScope, types: TypeCoverage): RunResult {
  const why = unusable(state, settled);
  return {
    hasPolicy: state.setting.policy.declared,
    ...(why !== undefined && { unusable: why }),
    coverage: coverageOf(state, settled, types, scope),
    findings: settled.findings,
    baselined: settled.baselined,
    suppressed: settled.suppressed,
  };
}
