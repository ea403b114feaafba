import { type ExecuteCommandParams, ResponseError } from 'vscode-languageserver';
import type { Session } from '../session.js';

/** Commands of the server; editors have commands of their own beside them, so these carry `server` in their names. */
export const commands = {
  /** Answers, in Markdown, what there is to know when something is wrong. */
  debugInfo: 'lintel.server.debugInfo',
  /** Looks through the disk again. */
  recheck: 'lintel.server.recheck',
} as const;

export function executeCommand(session: Session, version: string, { command }: ExecuteCommandParams): string | null {
  if (command === commands.debugInfo) return debugInformation(session, version);
  if (command !== commands.recheck) {
    throw new ResponseError(
      -32602,
      `There is no command ${command}; there are ${Object.values(commands).join(' and ')}.`,
    );
  }
  for (const project of session.projects.all()) project.changed(undefined);
  return null;
}

function debugInformation({ client, settings, documents, projects }: Session, version: string): string {
  const roots = projects.all().map(project => {
    const { root, view } = project;
    if (!view) return `- ${root}: being read`;
    const { policy, graph } = view.snapshot;
    const state = !policy.declared
      ? 'no policy'
      : policy.isKept
        ? 'broken, the last good one in force'
        : policy.usable
          ? 'usable'
          : 'broken';
    const count = [...view.findings.values()].flat().length;
    const own = JSON.stringify(settings.of(project));
    return `- ${root}: ${graph.files.length} files, policy ${state}, ${count} findings\n  settings ${own}`;
  });
  const memory = Math.round(process.memoryUsage.rss() / 1e6);
  return [
    `Lintel ${version}, Node ${process.version}, ${process.platform} ${process.arch}, ${memory} MB`,
    `Roots:\n${roots.join('\n') || '- none'}`,
    `Open documents: ${documents.all().length}`,
    `Client:\n\`\`\`json\n${JSON.stringify(client, undefined, 2)}\n\`\`\``,
  ].join('\n\n');
}
