import { describe, expect, it } from 'vitest';
import { loadModelPack } from '../../../../core/failures/model-pack/load.js';
import type { InvokeModel } from '../../../../core/failures/model-pack/pack.js';
import type { Cases, FailureCase, InvokeCase, UnheardCase } from './case.js';
import { modesOf, shown } from './matching.js';
import { unobserved } from './observe.js';

const { pack } = loadModelPack();

/** A test for each name of each case. */
export function runCases(title: string, cases: Cases): void {
  describe(title, () => {
    for (const each of cases.failures ?? [])
      for (const name of each.names)
        it(`${each.package} ${name}: ${each.class} when ${each.when}`, () => checkFailure(each, name));
    for (const each of cases.invokes ?? [])
      for (const name of each.names) {
        it(`${each.package} ${name}: a throw of what is handed over`, () => checkThrow(each, name));
        it(`${each.package} ${name}: a rejection of what is handed over`, () => checkRejection(each, name));
      }
    for (const each of cases.quiet ?? [])
      for (const name of each.names)
        it(`${each.package} ${name}: does not fail`, async () => void (await each.run(name)));
    for (const each of cases.unheard ?? [])
      it(`${each.package} ${each.type}: an error that nobody listens to`, () => checkUnheard(each));
  });
}

async function checkFailure(each: FailureCase, name: string): Promise<void> {
  const model = pack.call(each.package, name, each.version);
  if (!model) throw new Error(`no model of ${name}`);
  const observed = await each.provoke(name);
  const modes = modesOf(model.modes, observed);
  expect(
    modes.map(mode => mode.class),
    `met: ${shown(observed)}`,
  ).toContain(each.class);
}

async function checkUnheard(each: UnheardCase): Promise<void> {
  const { unheard } = pack.type(each.package, each.type) ?? {};
  expect(unheard).toBeDefined();
  const seen = await unobserved(
    () => each.run(),
    ({ uncaught, unhandled }, ended) => (unheard === 'crash' ? uncaught.length + unhandled.length > 0 : ended),
  );
  expect(seen.uncaught.length + seen.unhandled.length > 0).toBe(unheard === 'crash');
}

class Marker extends Error {}

async function checkThrow(each: InvokeCase, name: string): Promise<void> {
  for (const { thrown } of modelsOf(each, name)) {
    const marker = new Marker('thrown by the test');
    const failing = () => {
      throw marker;
    };
    if (thrown === 'caller') expect(() => each.hand(name, failing)).toThrow(marker);
    else if (thrown === 'returned') await expect(each.hand(name, failing)).rejects.toBe(marker);
    else await checkUnobserved(each, name, failing, marker, thrown === 'uncaught' ? 'uncaught' : undefined);
  }
}

async function checkRejection(each: InvokeCase, name: string): Promise<void> {
  for (const { rejected } of modelsOf(each, name)) {
    const marker = new Marker('rejected by the test');
    const failing = () => Promise.reject(marker);
    if (rejected === 'returned') await expect(Promise.all([each.hand(name, failing)].flat())).rejects.toBe(marker);
    else await checkUnobserved(each, name, failing, marker, rejected === 'unhandled' ? 'unhandled' : undefined);
  }
}

async function checkUnobserved(
  each: InvokeCase,
  name: string,
  failing: () => unknown,
  marker: Marker,
  where: 'uncaught' | 'unhandled' | undefined,
): Promise<void> {
  let calls = 0;
  const counting = () => {
    calls++;
    return failing();
  };
  const seen = await unobserved(
    () => each.hand(name, counting),
    ({ uncaught, unhandled }, ended) =>
      where === undefined ? ended && calls > 0 : uncaught.length + unhandled.length > 0,
  );
  expect(calls, 'it was called').toBeGreaterThan(0);
  const isMarker = (value: unknown) => value === marker;
  // Event targets of Node turn a rejection into an uncaught exception: nobody observes it either way.
  const isUnheard = seen.unhandled.some(isMarker) || (where === 'unhandled' && seen.uncaught.some(isMarker));
  if (where === 'unhandled') expect(isUnheard, 'it reaches nobody').toBe(true);
  else
    expect({ uncaught: seen.uncaught.some(isMarker), unhandled: isUnheard }).toEqual({
      uncaught: where === 'uncaught',
      unhandled: false,
    });
}

function modelsOf(each: InvokeCase, name: string): readonly InvokeModel[] {
  const model = pack.call(each.package, name, each.version);
  const first = model?.invokes[0];
  if (!first) throw new Error(`the model of ${name} invokes nothing`);
  return [first];
}
