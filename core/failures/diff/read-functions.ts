import type { Context } from './context.js';
import type { Reading } from './reading.js';

export function readBody(reading: Reading, context: Context): void {
  const ir = context.file.ir.functions[context.fn];
  if (!ir) return;
  for (const { fallback } of ir.params) if (fallback) reading.expression(fallback, context, 'value');
  reading.statements(ir.body, context);
}

/** A function that stands in this one: read where it stands, since it is part of what is done. */
export function readFunction(reading: Reading, index: number, context: Context, more: Partial<Context> = {}): void {
  const key = `${context.file.path}#${index}`;
  if (context.open.includes(key)) return;
  readBody(reading, {
    ...context,
    fn: index,
    guards: [],
    asksStatus: false,
    condition: undefined,
    caught: undefined,
    inHandler: false,
    inTry: false,
    isNested: true,
    ...more,
    open: [...context.open, key],
  });
}
