import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { Progress } from '../core/index.js';

/** Work shorter than this, in milliseconds, is over before anybody would have read of it. */
const patienceMs = 1_000;

/** Shows one long step in the client, from the moment it has taken longer than a second. */
export interface ProgressBar {
  report(progress: Progress): void;
  end(): void;
}

export function progressBar(connection: Connection, isSupported: boolean, title: string): ProgressBar {
  let reporter: WorkDoneProgressServerReporter | undefined;
  let latest: Progress | undefined;
  let isOver = false;
  let lastPercent = -1;
  const timer = setTimeout(() => void begin(), patienceMs);
  timer.unref();

  const begin = async (): Promise<void> => {
    if (!isSupported || isOver) return;
    const created = await connection.window.createWorkDoneProgress().catch(() => undefined);
    if (!created || isOver) return;
    reporter = created;
    reporter.begin(title, 0);
    if (latest) show(latest);
  };
  const show = ({ phase, done, total }: Progress): void => {
    const percent = phase === 'check' ? 95 : total === 0 ? 0 : Math.floor((done / total) * 90);
    if (percent === lastPercent) return;
    lastPercent = percent;
    reporter?.report(percent, phase === 'extract' ? `${done} of ${total} files` : '');
  };
  return {
    report(progress) {
      latest = progress;
      if (reporter) show(progress);
    },
    end() {
      isOver = true;
      clearTimeout(timer);
      reporter?.done();
    },
  };
}
