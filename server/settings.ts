/** What a person can set in the editor: presentation alone. What is a finding, the repository's own policy decides. */
export interface Settings {
  readonly diagnostics: {
    /** For which files findings are sent unasked: the open ones, or all of the workspace. */
    readonly scope: 'open' | 'workspace';
  };
  readonly hover: boolean;
  readonly codeLens: { readonly dependents: boolean };
  readonly inlayHints: { readonly modules: boolean };
}

/** Quiet by default: what stands between the lines of code is off until somebody wants it. */
export const defaultSettings: Settings = {
  diagnostics: { scope: 'open' },
  hover: true,
  codeLens: { dependents: false },
  inlayHints: { modules: false },
};

/** Reads settings, `{ lintel: {…} }` or the part itself; what is missing or of the wrong type keeps its default. */
export function settingsFrom(raw: unknown): Settings {
  const outer = objectOf(raw);
  const given = 'lintel' in outer ? objectOf(outer.lintel) : outer;
  const diagnostics = objectOf(given.diagnostics);
  const codeLens = objectOf(given.codeLens);
  const inlayHints = objectOf(given.inlayHints);
  const flag = (value: unknown, otherwise: boolean): boolean => (typeof value === 'boolean' ? value : otherwise);
  return {
    diagnostics: { scope: diagnostics.scope === 'workspace' ? 'workspace' : defaultSettings.diagnostics.scope },
    hover: flag(given.hover, defaultSettings.hover),
    codeLens: { dependents: flag(codeLens.dependents, defaultSettings.codeLens.dependents) },
    inlayHints: { modules: flag(inlayHints.modules, defaultSettings.inlayHints.modules) },
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
