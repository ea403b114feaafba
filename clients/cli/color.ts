import type { Terminal } from './terminal.js';

export type ColorChoice = 'auto' | 'always' | 'never';
type Paint = (text: string) => string;

/** Paints text for a terminal; without color every function returns its argument. */
export interface Palette {
  readonly red: Paint;
  readonly yellow: Paint;
  readonly blue: Paint;
  readonly cyan: Paint;
  readonly green: Paint;
  readonly dim: Paint;
  readonly bold: Paint;
}

/** The palette with or without ANSI escapes. */
export function palette(enabled: boolean): Palette {
  const paint = (on: number, off: number): Paint =>
    enabled ? text => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`) : text => text;
  return {
    red: paint(31, 39),
    yellow: paint(33, 39),
    blue: paint(34, 39),
    cyan: paint(36, 39),
    green: paint(32, 39),
    dim: paint(2, 22),
    bold: paint(1, 22),
  };
}

/**
 * Whether to paint. `--color always|never` decides; else `NO_COLOR` (any non-empty value, no-color.org) forbids, then
 * `FORCE_COLOR` (anything but `0` and `false`) demands; else a terminal that is not dumb.
 */
export function wantsColor(choice: ColorChoice, terminal: Pick<Terminal, 'env' | 'outIsTerminal'>): boolean {
  if (choice !== 'auto') return choice === 'always';
  const { NO_COLOR, FORCE_COLOR, TERM } = terminal.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return terminal.outIsTerminal && TERM !== 'dumb';
}
