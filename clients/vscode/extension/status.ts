import * as vscode from 'vscode';

/** The item in the status bar: what the server is doing; a click opens the log. */
export interface Status extends vscode.Disposable {
  starting(): void;
  running(version: string | undefined): void;
  failed(problem: string): void;
}

export function createStatus(): Status {
  const item = vscode.window.createStatusBarItem('lintel.status', vscode.StatusBarAlignment.Right);
  item.name = 'Lintel';
  item.command = 'lintel.showLog';
  const show = (icon: string, tooltip: string, background?: vscode.ThemeColor) => {
    item.text = `$(${icon}) Lintel`;
    item.tooltip = tooltip;
    item.backgroundColor = background;
    item.show();
  };
  return {
    starting: () => show('loading~spin', 'Lintel is starting.'),
    running: version => show('pass', `Lintel ${version ?? ''} is running.`),
    failed: problem => show('error', problem, new vscode.ThemeColor('statusBarItem.errorBackground')),
    dispose: () => item.dispose(),
  };
}
