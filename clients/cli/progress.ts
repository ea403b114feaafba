import type { Progress } from './engine.js';
import type { Terminal } from './terminal.js';

/** A step of the engine, or files whose history was read. */
type Step = Omit<Progress, 'phase'> & { readonly phase: Progress['phase'] | 'history' };

const words: Readonly<Record<Step['phase'], string>> = {
  inventory: 'finding files',
  extract: 'reading',
  check: 'checking',
  history: 'reading the history of files',
};
const quietMs = 1000;
const everyMs = 100;

/** A line on standard error that is rewritten in place. */
export interface ProgressLine {
  update(step: Step): void;
  /** Erases the line. */
  clear(): void;
}

/**
 * Shows progress only on a terminal and only for work over a second, at most ten times a second, so that a fast run
 * prints nothing. `now` is in milliseconds.
 */
export function progressLine(
  terminal: Terminal,
  quiet: boolean,
  now: () => number = () => performance.now(),
): ProgressLine {
  if (quiet || !terminal.errIsTerminal) return { update() {}, clear() {} };
  const started = now();
  let last = started;
  let shown = false;
  return {
    update({ phase, done, total }) {
      const at = now();
      if (at - started < quietMs || at - last < everyMs) return;
      last = at;
      shown = true;
      terminal.err(`\r\u001b[2K${words[phase]}${total > 0 ? ` ${done}/${total}` : ''}`);
    },
    clear() {
      if (shown) terminal.err('\r\u001b[2K');
      shown = false;
    },
  };
}
