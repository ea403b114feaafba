import { listedSettings } from '../../server/index.js';
import { clientSettings, commands, type Setting } from './contributions.js';

/** The manifest of the extension with what it contributes made anew: settings of server and client, and the commands. */
export function withContributions(manifest: string): string {
  const parsed = JSON.parse(manifest) as Record<string, unknown>;
  const contributes = {
    commands: Object.entries(commands).map(([command, title]) => ({ command, title, category: 'Lintel' })),
    configuration: { title: 'Lintel', properties: sorted({ ...serverSettings(), ...clientSettings }) },
  };
  return `${JSON.stringify({ ...parsed, contributes }, undefined, 2)}\n`;
}

function serverSettings(): Record<string, Setting> {
  return Object.fromEntries(
    listedSettings().map(({ key, description, values, ...setting }) => [
      key,
      {
        type: values ? 'string' : 'boolean',
        ...(values && { enum: values }),
        default: setting.default,
        description,
        scope: 'resource',
      } satisfies Setting,
    ]),
  );
}

function sorted(settings: Readonly<Record<string, Setting>>): Record<string, Setting> {
  return Object.fromEntries(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
}
