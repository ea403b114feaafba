import { realpathSync } from 'node:fs';
import { fileAnswerer, unanswered } from './answer-file.js';
import type { Compiler } from './compiler.js';
import { manifestNames } from './manifest-names.js';
import type { FileAnswers, FileQuestions } from './oracle.js';
import type { AskReply, AskRequest, OpenReply, OpenRequest, Request } from './protocol.js';
import { Texts } from './texts.js';

/** The release this was written and tested for: the API is marked unstable, another one may answer otherwise. */
const supportedRelease = '7.0';

interface Session {
  readonly texts: Texts;
  readonly compiler: Compiler;
  readonly answerFile: (questions: FileQuestions) => FileAnswers;
}

let session: Session | undefined;

/** The thread of a compiler (see `Workers` for the protocol). It blocks while the compiler thinks. */
export async function answer(request: Request): Promise<OpenReply | AskReply | undefined> {
  if (request.kind === 'open') return open(request);
  if (request.kind === 'ask') return ask(request);
  await session?.compiler.close();
  return undefined;
}

async function open({ root: given, compiler: which, texts: changes }: OpenRequest): Promise<OpenReply> {
  const root = realPath(given);
  const texts = new Texts(root);
  texts.apply(changes, false);
  try {
    const compiler = which === 'typescript7' ? await openTypescript7(root, texts) : await openTypescript6(root, texts);
    if (!compiler.isAlive()) return { kind: 'died', reason: 'it stopped as soon as it was started' };
    const places = { root, manifestName: manifestNames() };
    session = { texts, compiler, answerFile: fileAnswerer(compiler, places) };
    return { kind: 'opened', ...(compiler.pid !== undefined && { pid: compiler.pid }) };
  } catch (error) {
    return { kind: 'missing', reason: messageOf(error) };
  }
}

function ask({ changes, refresh, files, upcoming }: AskRequest): AskReply {
  if (!session) return { kind: 'died', reason: 'no compiler was opened' };
  const { compiler, texts, answerFile } = session;
  try {
    if (changes.length > 0 || refresh) compiler.changed(texts.apply(changes, refresh));
    compiler.prepare([...files.map(({ path }) => path), ...upcoming]);
  } catch (error) {
    return { kind: 'died', reason: messageOf(error) };
  }
  const answers: FileAnswers[] = [];
  for (const questions of files) {
    try {
      answers.push(answerFile(questions));
    } catch (error) {
      if (!compiler.isAlive()) return { kind: 'died', reason: messageOf(error) };
      answers.push(unanswered(questions, `The type checker failed on this file: ${messageOf(error)}`));
    }
  }
  return { kind: 'answers', files: answers };
}

async function openTypescript7(root: string, texts: Texts): Promise<Compiler> {
  const { version } = await import('typescript');
  if (!version.startsWith(`${supportedRelease}.`)) {
    throw new Error(`TypeScript ${version} is installed in the place of ${supportedRelease}.`);
  }
  const { typescript7Compiler } = await import('./typescript7/compiler.js');
  return typescript7Compiler(root, texts);
}

async function openTypescript6(root: string, texts: Texts): Promise<Compiler> {
  const { typescript6Compiler } = await import('./typescript6/compiler.js');
  return typescript6Compiler(root, texts);
}

/** Compilers name files by their real paths; so must we, or no file of a linked root would be one of the workspace. */
function realPath(path: string): string {
  try {
    return realpathSync(path).replaceAll('\\', '/');
  } catch {
    return path;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
