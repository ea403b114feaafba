import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** A terminal that nobody sees, with one program in it. */
export interface Screen {
  /** Keys by name, as tmux calls them. */
  press(...keys: readonly string[]): void;
  type(text: string): void;
  /** Waits until the screen shows this, at most 20 s; returns the match. */
  shows(what: RegExp): Promise<RegExpExecArray>;
  /** Waits until the screen does not show it any more. */
  hides(what: RegExp): Promise<void>;
  close(): void;
}

/** Starts a shell command in a terminal of 300 columns and 20 lines. */
export function openScreen(
  command: string,
  { cwd, env, name }: { cwd: string; env: NodeJS.ProcessEnv; name: string },
): Screen {
  const tmux = (...args: readonly string[]) =>
    execFileSync('tmux', ['-u', '-L', name, '-f', '/dev/null', ...args], { cwd, env, encoding: 'utf8' });
  tmux('new-session', '-d', '-x', '300', '-y', '20', command);
  const until = async (what: string, holds: (screen: string) => boolean): Promise<string> => {
    for (const end = Date.now() + 20_000; ; ) {
      const screen = tmux('capture-pane', '-p');
      if (holds(screen)) return screen;
      if (Date.now() > end) throw new Error(`the screen ${what}\n${screen}`);
      // A terminal tells nobody that it has changed.
      await setTimeout(30);
    }
  };
  return {
    press: (...keys) => tmux('send-keys', ...keys),
    // A semicolon at the end of an argument would end the command of tmux.
    type: text => tmux('send-keys', '-l', text.replace(/;$/, '\\;')),
    shows: async what => what.exec(await until(`does not show ${what}`, screen => what.test(screen)))!,
    hides: async what => {
      await until(`still shows ${what}`, screen => !what.test(screen));
    },
    close: () => {
      try {
        tmux('kill-server');
      } catch {
        // The program has ended, and tmux with it.
      }
    },
  };
}

/** Waits until a program has written a file. */
export async function writtenTo(file: string): Promise<string> {
  for (const end = Date.now() + 20_000; ; ) {
    try {
      const text = readFileSync(file, 'utf8');
      if (text !== '') return text;
    } catch {
      // Not yet.
    }
    if (Date.now() > end) throw new Error(`nothing was written to ${file}`);
    await setTimeout(30);
  }
}
