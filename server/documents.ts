import type {
  DidChangeTextDocumentParams,
  DidOpenTextDocumentParams,
  Position,
  TextDocumentContentChangeEvent,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type PositionEncoding, utf16Column } from './positions.js';

/** The texts that the client has open, as it has them now. */
export interface Documents {
  get(uri: string): TextDocument | undefined;
  all(): readonly TextDocument[];
  /** A document that is open already is replaced: the client knows best. */
  open(params: DidOpenTextDocumentParams): TextDocument;
  /** `undefined`: the document is not open, the change means nothing. */
  change(params: DidChangeTextDocumentParams): TextDocument | undefined;
  close(uri: string): TextDocument | undefined;
}

export function openDocuments(encoding: () => PositionEncoding): Documents {
  const open = new Map<string, TextDocument>();
  return {
    get: uri => open.get(uri),
    all: () => [...open.values()],
    open({ textDocument: { uri, languageId, version, text } }) {
      const document = TextDocument.create(uri, languageId, version, text);
      open.set(uri, document);
      return document;
    },
    change({ textDocument: { uri, version }, contentChanges }) {
      let document = open.get(uri);
      if (!document) return undefined;
      // One by one: the columns of each change refer to the text after those before it.
      for (const change of contentChanges) {
        document = TextDocument.update(document, [inUtf16(change, document, encoding())], version);
      }
      if (contentChanges.length === 0) document = TextDocument.update(document, [], version);
      open.set(uri, document);
      return document;
    },
    close(uri) {
      const document = open.get(uri);
      open.delete(uri);
      return document;
    },
  };
}

function inUtf16(
  change: TextDocumentContentChangeEvent,
  document: TextDocument,
  encoding: PositionEncoding,
): TextDocumentContentChangeEvent {
  if (encoding === 'utf-16' || !('range' in change)) return change;
  const { start, end } = change.range;
  const range = { start: positionInUtf16(start, document, encoding), end: positionInUtf16(end, document, encoding) };
  return { range, text: change.text };
}

function positionInUtf16({ line, character }: Position, document: TextDocument, encoding: PositionEncoding): Position {
  const content = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  return { line, character: utf16Column(content, character, encoding) };
}
