/** A setting in the form of VS Code's `contributes.configuration`. */
export interface Setting {
  readonly type: 'boolean' | 'string';
  readonly enum?: readonly string[];
  readonly default: boolean | string;
  readonly description: string;
  readonly scope: 'machine-overridable' | 'resource' | 'window';
}

/** Settings of the extension itself, by full key. Those of the server stand in `server/settings.ts`. */
export const clientSettings: Readonly<Record<string, Setting>> = {
  'lintel.server.path': {
    type: 'string',
    default: '',
    description:
      'The lintel program. Empty: the one in node_modules of the workspace, else the one on the PATH. A relative path starts at the first workspace folder.',
    scope: 'machine-overridable',
  },
  'lintel.trace.server': {
    type: 'string',
    enum: ['off', 'messages', 'verbose'],
    default: 'off',
    description: 'Writes the messages between editor and server into the log.',
    scope: 'window',
  },
};

/** What stands in the command palette, by id, after "Lintel: ". */
export const commands = {
  'lintel.restart': 'Restart Server',
  'lintel.showLog': 'Show Log',
  'lintel.recheck': 'Check Again from Disk',
  'lintel.openPolicy': 'Open Architecture File',
  'lintel.debugInfo': 'Show Debug Information',
} as const;

export type Command = keyof typeof commands;

/** What the extension asks the running server to do; the server's own names. */
export const serverCommands = { debugInfo: 'lintel.server.debugInfo', recheck: 'lintel.server.recheck' } as const;
