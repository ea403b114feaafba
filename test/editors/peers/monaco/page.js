// A page with one editor and one language client over a WebSocket; `window.lintel` is what the driver of the browser holds.
import * as monaco from '@codingame/monaco-vscode-editor-api';
import { EditorApp } from 'monaco-languageclient/editorApp';
import { LanguageClientWrapper } from 'monaco-languageclient/lcwrapper';
import { MonacoVscodeApiWrapper } from 'monaco-languageclient/vscodeApiWrapper';
import { configureDefaultWorkerFactory } from 'monaco-languageclient/workerFactory';
import * as vscode from 'vscode';

const languages = { ts: 'typescript', jsonc: 'jsonc' };
const severities = { 8: 'error', 4: 'warning', 2: 'information', 1: 'hint' };

globalThis.lintel = {
  /** Starts editor and client. `root` is an absolute path. */
  async start(url, root, path, text) {
    const container = document.getElementById('editor');
    const api = new MonacoVscodeApiWrapper({
      $type: 'classic',
      viewsConfig: { $type: 'EditorService', htmlContainer: container },
      monacoWorkerFactory: configureDefaultWorkerFactory,
    });
    await api.start();
    for (const [ending, id] of Object.entries(languages)) monaco.languages.register({ id, extensions: [`.${ending}`] });
    const client = new LanguageClientWrapper({
      languageId: 'typescript',
      connection: { options: { $type: 'WebSocketUrl', url } },
      clientOptions: {
        documentSelector: Object.values(languages).map(language => ({ language })),
        workspaceFolder: { index: 0, name: 'workspace', uri: vscode.Uri.file(root) },
      },
    });
    await client.start();
    const app = new EditorApp({ codeResources: { modified: resource(root, path, text) } });
    await app.start(container);
    const editor = app.getEditor();
    Object.assign(globalThis.lintel, {
      open: (other, content) => app.updateCodeResources({ modified: resource(root, other, content) }),
      line: number => editor.getModel().getLineContent(number),
      replaceLine(number, content) {
        const range = new monaco.Range(number, 1, number, editor.getModel().getLineMaxColumn(number));
        editor.executeEdits('keyboard', [{ range, text: content, forceMoveMarkers: true }]);
      },
      problems: () =>
        monaco.editor.getModelMarkers({ resource: editor.getModel().uri }).map(marker => ({
          line: marker.startLineNumber,
          severity: severities[marker.severity],
          rule: typeof marker.code === 'string' ? marker.code : marker.code?.value,
          text: editor.getModel().getValueInRange(marker),
          message: marker.message,
        })),
      async quickFix() {
        const [marker] = monaco.editor.getModelMarkers({ resource: editor.getModel().uri });
        editor.setPosition({ lineNumber: marker.startLineNumber, column: marker.startColumn + 1 });
        editor.focus();
        editor.trigger('keyboard', 'editor.action.quickFix', null);
      },
      stop: () => client.dispose(),
    });
  },
};

function resource(root, path, text) {
  return { text, uri: `${root}/${path}`, enforceLanguageId: languages[path.split('.').at(-1)] };
}
