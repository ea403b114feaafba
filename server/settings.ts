/** What a person can set in the editor: presentation alone. What is a finding, the repository's own policy decides. */
export interface Settings {
  readonly diagnostics: {
    /** For which files findings are sent unasked: the open ones, or all of the workspace. */
    readonly scope: 'open' | 'workspace';
  };
  readonly hover: { readonly architecture: boolean; readonly contracts: boolean };
  readonly codeLens: { readonly dependents: boolean; readonly failures: boolean; readonly changes: boolean };
  readonly inlayHints: { readonly modules: boolean; readonly caught: boolean };
}

/** Quiet by default: what stands between the lines of code is off until somebody wants it. */
export const defaultSettings: Settings = {
  diagnostics: { scope: 'open' },
  hover: { architecture: true, contracts: true },
  codeLens: { dependents: false, failures: false, changes: false },
  inlayHints: { modules: false, caught: false },
};

/**
 * Reads settings, `{ lintel: {…} }` or the part itself; what is missing or of the wrong type keeps its default. A group that
 * is `false` or `true` as a whole is off or on in all its parts.
 */
export function settingsFrom(raw: unknown): Settings {
  const outer = objectOf(raw);
  const given = 'lintel' in outer ? objectOf(outer.lintel) : outer;
  return {
    diagnostics: {
      scope: objectOf(given.diagnostics).scope === 'workspace' ? 'workspace' : defaultSettings.diagnostics.scope,
    },
    hover: flags(given.hover, defaultSettings.hover),
    codeLens: flags(given.codeLens, defaultSettings.codeLens),
    inlayHints: flags(given.inlayHints, defaultSettings.inlayHints),
  };
}

function flags<T extends Readonly<Record<string, boolean>>>(given: unknown, defaults: T): T {
  const parts = objectOf(given);
  return Object.fromEntries(
    Object.entries(defaults).map(([name, usual]) => {
      const value = typeof given === 'boolean' ? given : parts[name];
      return [name, typeof value === 'boolean' ? value : usual];
    }),
  ) as T;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
