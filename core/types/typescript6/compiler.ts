import { type TypeScript, typescript6 } from '../../typescript6.js';
import type { Checker } from '../checker.js';
import { type Compiler, onlyNew, touchesProjects } from '../compiler.js';
import { OwnProject } from '../own-project.js';
import { Projects } from '../projects.js';
import type { Texts } from '../texts.js';
import { visibleFiles } from '../visible-files.js';
import { checker6 } from './checker.js';
import { type DiskHost, diskHost, parseConfig } from './config.js';

/** TypeScript 6 in this thread, a language service for each project: slower, and there wherever Node is. */
export function typescript6Compiler(root: string, texts: Texts): Compiler {
  const ts = typescript6();
  const own = new OwnProject(root);
  const files = visibleFiles(root, texts, own);
  const host = diskHost(files);
  const registry = ts.createDocumentRegistry(host.useCaseSensitiveFileNames, root);
  const services = new Map<string, TypeScript.LanguageService>();
  let checkers = new Map<string, Checker | undefined>();

  const open = (config: string): TypeScript.Program | undefined => {
    let service = services.get(config);
    if (!service) {
      service = ts.createLanguageService(serviceHost(host, texts, parseConfig(host, config)), registry);
      services.set(config, service);
    }
    return service.getProgram();
  };
  const projects = new Projects(root, {
    textOf: files.textOf,
    rootFiles: config => parseConfig(host, config).fileNames,
    hasFile: (config, path) => open(config)?.getSourceFile(path) !== undefined,
  });
  /** The parsed files stay in the registry as long as one service holds them: the new ones are opened first. */
  const renew = (which: (config: string) => boolean): void => {
    const stale = [...services].filter(([config]) => which(config));
    for (const [config] of stale) services.delete(config);
    for (const [config] of stale) open(config);
    for (const [, service] of stale) service.dispose();
    checkers = new Map();
  };
  let isOwnStale = false;
  const configOf = (path: string): string => {
    const config = projects.configOf(path) ?? own.path;
    if (config === own.path && own.add(`${root}/${path}`)) isOwnStale = true;
    return config;
  };

  return {
    prepare: paths => paths.forEach(configOf),
    checkerFor(path) {
      const config = configOf(path);
      if (config === own.path && isOwnStale) {
        isOwnStale = false;
        renew(at => at === own.path);
      }
      const program = open(config);
      if (!checkers.has(config)) checkers.set(config, program && checker6(program));
      return checkers.get(config);
    },
    changed(all) {
      const changes = onlyNew(all, path => projects.knows(path));
      checkers = new Map();
      if (!touchesProjects(changes)) return;
      projects.forget();
      renew(() => true);
    },
    isAlive: () => true,
    async close() {
      for (const service of services.values()) service.dispose();
      services.clear();
    },
  };
}

function serviceHost(
  host: DiskHost,
  texts: Texts,
  config: TypeScript.ParsedCommandLine,
): TypeScript.LanguageServiceHost {
  const ts = typescript6();
  const service: TypeScript.LanguageServiceHost & { useSourceOfProjectReferenceRedirect(): boolean } = {
    ...host,
    readDirectory: (folder, extensions, excludes, includes, depth) => [
      ...host.readDirectory(folder, extensions ?? [], excludes ?? [], includes ?? [], depth),
    ],
    getCompilationSettings: () => config.options,
    getScriptFileNames: () => config.fileNames,
    getProjectReferences: () => config.projectReferences,
    getScriptVersion: path => texts.versionOf(path),
    getScriptSnapshot(path) {
      const text = host.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
    getDefaultLibFileName: options => ts.getDefaultLibFilePath(options),
    getDirectories: folder => host.getDirectories(folder),
    realpath: path => ts.sys.realpath?.(path) ?? path,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    // Internal, and what editors do: a referenced project is read from its sources, not from what it was built to.
    useSourceOfProjectReferenceRedirect: () => true,
  };
  return service;
}
