import type { CommonOptions } from './command-line.js';
import { type Engine, loadEngine, type OpenOptions, type Workspace } from './engine.js';
import { progressLine } from './progress.js';
import type { Terminal } from './terminal.js';

/** Opens the workspace, runs `use` on it and closes it whatever happens; shows progress meanwhile. `root` is absolute. */
export async function withWorkspace<T>(
  options: CommonOptions,
  open: Pick<OpenOptions, 'root' | 'today' | 'threads' | 'cache' | 'stdin' | 'types' | 'typed'>,
  terminal: Terminal,
  use: (workspace: Workspace, engine: Engine) => Promise<T>,
): Promise<T> {
  const progress = progressLine(terminal, options.quiet === true);
  const engine = await loadEngine();
  try {
    const workspace = await engine.openWorkspace({
      today: terminal.today(),
      ...open,
      signal: terminal.signal,
      onProgress: step => progress.update(step),
    });
    try {
      progress.clear();
      return await use(workspace, engine);
    } finally {
      await workspace.close();
    }
  } finally {
    progress.clear();
  }
}
