import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Processes } from '../files/host.js';

const run = promisify(execFile);

/** Processes of this system. Memory is read from `/proc` on Linux, from `ps` on other Unix systems, and unknown on Windows. */
export function systemProcesses(): Processes {
  return {
    async residentBytes(pid) {
      try {
        if (process.platform === 'linux') return residentKilobytes(await readFile(`/proc/${pid}/status`, 'utf8'));
        if (process.platform === 'win32') return undefined;
        const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
        return kilobytes(stdout);
      } catch {
        return undefined;
      }
    },
    kill(pid) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    },
  };
}

function residentKilobytes(status: string): number | undefined {
  return kilobytes(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? '');
}

function kilobytes(text: string): number | undefined {
  const value = Number.parseInt(text, 10);
  return Number.isNaN(value) ? undefined : value * 1024;
}
