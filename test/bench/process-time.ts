import { readFileSync } from 'node:fs';

/** The process that this one started last and that still runs. */
export function childOfThis(): string {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  return children.at(-1) ?? '';
}

/** Processor time that a process took so far, in milliseconds, to the hundredth of a second; Linux only. */
export function processorMs(pid: string): number {
  return clockTicks(pid, 11);
}

/** The same of all processes that this one started and that have ended. */
export function endedChildrenMs(): number {
  return clockTicks('self', 13);
}

function clockTicks(pid: string, at: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return 10 * (Number(fields[at]) + Number(fields[at + 1]));
}
