import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { Node, Project, type SourceFile, SyntaxKind } from 'ts-morph';

/** A function of real code that a change is made in. */
export interface Site {
  readonly file: SourceFile;
  /** Relative to the root. */
  readonly path: string;
  readonly fn: Node;
  /** The name that a finding has to end with. */
  readonly name: string;
  readonly nameNode: Node;
}

/** A text change in one file. */
export interface Edit {
  /** The text before, where the change needs something that the code has not: else the text of the file. */
  readonly before?: string;
  readonly after: string;
  /** A second file that the change writes. */
  readonly other?: { readonly path: string; readonly text: string };
}

const excluded =
  /(^|\/)(node_modules|dist|build|test|tests|__tests__|fixtures|migrations|sample|docs|examples)\/|\.(test|spec|d|stories)\.tsx?$/;

/** The sources of a repository as TypeScript sees them; nothing is installed there. */
export function projectOf(root: string, folders: readonly string[]): Project {
  // With the aliases of the repository, else references through them are not found.
  const tsConfigFilePath = [`${root}/tsconfig.json`].find(path => existsSync(path));
  const project = new Project({
    ...(tsConfigFilePath && { tsConfigFilePath }),
    compilerOptions: { allowJs: false, noResolve: false, skipLibCheck: true, types: [] },
    skipAddingFilesFromTsConfig: true,
  });
  for (const folder of folders)
    project.addSourceFilesAtPaths([`${root}/${folder}/**/*.ts`, `${root}/${folder}/**/*.tsx`]);
  for (const file of project.getSourceFiles())
    if (excluded.test(relative(root, file.getFilePath()))) project.removeSourceFile(file);
  return project;
}

/** Named functions with a body: declarations, methods, and arrows that a `const` holds; in an order that a seed decides. */
export function sitesOf(project: Project, root: string, seed: number): Site[] {
  const sites: Site[] = [];
  for (const file of project.getSourceFiles()) {
    const path = relative(root, file.getFilePath());
    const take = (fn: Node, nameNode: Node | undefined): void => {
      if (nameNode) sites.push({ file, path, fn, name: nameNode.getText().replace(/^#/, ''), nameNode });
    };
    for (const fn of file.getFunctions()) if (fn.getBody()) take(fn, fn.getNameNode());
    for (const cls of file.getClasses())
      for (const method of cls.getMethods()) if (method.getBody()) take(method, method.getNameNode());
    for (const statement of file.getVariableStatements())
      for (const declaration of statement.getDeclarations()) {
        const value = declaration.getInitializer();
        if (Node.isArrowFunction(value) || Node.isFunctionExpression(value)) take(value, declaration.getNameNode());
      }
  }
  return shuffled(sites, seed);
}

export function shuffled<T>(all: readonly T[], seed: number): T[] {
  const list = [...all];
  let state = seed;
  for (let i = list.length - 1; i > 0; i--) {
    state = (state * 1103515245 + 12345) % 2147483648;
    const j = state % (i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
}

/** The block of a function. */
export function bodyOf(fn: Node): Node | undefined {
  const body = Node.isBodied(fn) || Node.isBodyable(fn) ? fn.getBody() : undefined;
  return Node.isBlock(body) ? body : undefined;
}

/** Whether a node stands in the function itself, not in one inside it. */
export function isOwn(node: Node, fn: Node): boolean {
  for (let at = node.getParent(); at && at !== fn; at = at.getParent()) if (isFunction(at)) return false;
  return true;
}

export function isFunction(node: Node): boolean {
  return (
    Node.isFunctionDeclaration(node) ||
    Node.isFunctionExpression(node) ||
    Node.isArrowFunction(node) ||
    Node.isMethodDeclaration(node) ||
    Node.isConstructorDeclaration(node) ||
    Node.isGetAccessorDeclaration(node) ||
    Node.isSetAccessorDeclaration(node)
  );
}

/** The text of a file with one node, or a span, replaced. */
export function replaced(file: SourceFile, start: number, end: number, text: string): string {
  const all = file.getFullText();
  return all.slice(0, start) + text + all.slice(end);
}

/** `path name` of the functions outside tests that call a function, by TypeScript's own references. */
export function callersByTypeScript(site: Site, root: string): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<Node>();
  const follow = (named: Node): void => {
    if (!Node.isReferenceFindable(named)) return;
    for (const reference of named.findReferencesAsNodes()) {
      if (seen.has(reference)) continue;
      seen.add(reference);
      const parent = reference.getParent();
      // `const { f } = await import('./a.js')`: what is bound there is a name of its own.
      if (Node.isBindingElement(parent)) follow(parent.getNameNode());
      const callee = Node.isPropertyAccessExpression(parent) && parent.getNameNode() === reference ? parent : reference;
      const call = callee.getParent();
      if (!Node.isCallExpression(call) || call.getExpression() !== callee) continue;
      let at: Node | undefined = call.getParent();
      while (at && !isNamed(at)) at = at.getParent();
      found.add(`${relative(root, reference.getSourceFile().getFilePath())} ${at ? nameOf(at) : ''}`);
    }
  };
  follow(site.nameNode);
  return found;
}

function isNamed(node: Node): boolean {
  return isFunction(node) && nameOf(node) !== '';
}

function nameOf(node: Node): string {
  if (Node.isConstructorDeclaration(node)) return 'constructor';
  const own = Node.isNameable(node) || Node.isNamed(node) || Node.isPropertyNamed(node) ? node.getName() : undefined;
  if (own) return own;
  const parent = node.getParent();
  if (Node.isVariableDeclaration(parent) || Node.isPropertyAssignment(parent) || Node.isPropertyDeclaration(parent))
    return parent.getName();
  return parent?.isKind(SyntaxKind.ExportAssignment) ? 'default' : '';
}
