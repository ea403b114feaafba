import { contentHash } from '../files/hash.js';
import { answerCallees } from './callees.js';
import type { Checker } from './checker.js';
import type { Compiler } from './compiler.js';
import type { Places } from './declarations.js';
import { typeDescriber } from './describe-type.js';
import { findNodes } from './find-nodes.js';
import type { FileAnswers, FileQuestions } from './oracle.js';

/** Answers the questions about files by means of a compiler. */
export function fileAnswerer(compiler: Compiler, places: Places): (questions: FileQuestions) => FileAnswers {
  const describers = new WeakMap<Checker, ReturnType<typeof typeDescriber>>();
  return questions => {
    const checker = compiler.checkerFor(questions.path);
    const file = checker?.fileNode(`${places.root}/${questions.path}`);
    if (!checker || !file) return unanswered(questions, 'The file is not part of any TypeScript program.');
    if (questions.hash !== undefined && !isTextOf(questions.hash, file.text))
      return { ...unanswered(questions, 'The type checker has another text of this file.'), mayPass: true };
    let describe = describers.get(checker);
    if (!describe) {
      describe = typeDescriber(checker, places);
      describers.set(checker, describe);
    }
    return {
      path: questions.path,
      callees: answerCallees(checker, places, findNodes(file, questions.callees)),
      types: describe(findNodes(file, questions.types)),
    };
  };
}

/** The answers about a file of which nothing is known. */
export function unanswered({ path, callees, types }: FileQuestions, reason: string): FileAnswers {
  return {
    path,
    callees: callees.map(() => ({ kind: 'unknown' })),
    types: types.map(() => ({ kind: 'unknown' })),
    unanswered: reason,
  };
}

/** Compilers leave the byte order mark out of the text; the hash of the file has it. */
function isTextOf(hash: string, text = ''): boolean {
  return contentHash(text) === hash || contentHash(`\uFEFF${text}`) === hash;
}
