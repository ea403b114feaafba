import { describe, expect, it } from 'vitest';
import { loadModelPack } from '../../../../core/failures/model-pack/load.js';
import type { CallModel } from '../../../../core/failures/model-pack/pack.js';
import type { Cases } from './case.js';
import { fileCases } from './cases/files.js';
import { frameworkCases } from './cases/frameworks.js';
import { httpClientCases } from './cases/http-clients.js';
import { libCases } from './cases/lib.js';
import { nodeIoCases } from './cases/node-io.js';
import { nodeValueCases } from './cases/node-values.js';
import { serviceCases } from './cases/services.js';
import { storeCases } from './cases/stores.js';
import { webCases } from './cases/web.js';

const { pack } = loadModelPack();
const all: readonly Cases[] = [
  libCases,
  webCases,
  fileCases,
  nodeValueCases,
  nodeIoCases,
  httpClientCases,
  serviceCases,
  storeCases,
  frameworkCases,
];

type Concerned = { readonly package: string; readonly names: readonly string[]; readonly version?: string };

/** The entries that cases speak of. */
function entriesOf(concerned: readonly Concerned[]): Set<CallModel> {
  const found = new Set<CallModel>();
  for (const { package: home, names, version } of concerned)
    for (const name of names) {
      const call = pack.call(home, name, version);
      if (!call) throw new Error(`A case speaks of ${home} ${name}, which has no entry.`);
      found.add(call);
    }
  return found;
}

describe('the cases', () => {
  const run = entriesOf(
    all.flatMap(({ failures = [], invokes = [], quiet = [] }) => [...failures, ...invokes, ...quiet]),
  );
  const reasons = all.flatMap(({ notRunnable = [] }) => notRunnable);
  const excused = entriesOf(reasons);

  it('provoke every entry, or say why not', () => {
    const missing = pack.calls.filter(call => !run.has(call) && !excused.has(call));
    expect(missing.map(call => `${call.package} ${call.name}`)).toEqual([]);
  });

  it('excuse nothing that is run', () => {
    expect([...excused].filter(call => run.has(call)).map(call => `${call.package} ${call.name}`)).toEqual([]);
  });

  it('cover the pack that was promised', () => {
    expect(pack.calls.length).toBeGreaterThan(150);
    expect(run.size).toBeGreaterThan(150);
    process.stdout.write(
      `models: ${pack.calls.length} entries, ${run.size} run against the real thing, not run here:\n`,
    );
    for (const { package: home, names, because } of reasons)
      if (names.length > 0) process.stdout.write(`  ${home}: ${names.join(', ')} (${because})\n`);
  });
});
