import { systemClock } from './host/clock.js';
import { systemProcesses } from './host/processes.js';
import { nodeWorkers } from './host/workers.js';
import { noTypes } from './types/off.js';
import { type OracleOptions, openTypeOracle } from './types/open-oracle.js';
import type { TypeOracle } from './types/oracle.js';

export interface OpenTypesOptions extends Pick<OracleOptions, 'root' | 'compiler' | 'memoryLimitMb'> {
  /** False for `--no-types`: nothing is ever started. Default true. */
  readonly types?: boolean;
}

/** The type oracle on Node's threads, processes and clock. Nothing is started before the first question. */
export function openTypes({ types = true, ...options }: OpenTypesOptions): TypeOracle {
  if (!types) return noTypes('Types are off (--no-types).');
  return openTypeOracle({
    ...options,
    workers: nodeWorkers(),
    processes: systemProcesses(),
    clock: systemClock(),
  });
}
