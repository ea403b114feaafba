/** The families of rules that speak of failures; every rule of them is measured. */
export const failureFamilies: readonly string[] = [
  'failure',
  'error-value',
  'contract',
  'remote',
  'async',
  'event',
  'resource',
  'race',
  'test',
  'oracle',
];

/** A finding as `lintel check --format json` prints it, as far as a label needs it. Lines are 1-based. */
export interface ListedFinding {
  readonly id: string;
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly path: string;
  readonly range: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
  readonly message: string;
}

/** What a reader found of one finding: would the owner of the code agree, and want to know? */
export interface Label {
  readonly repo: string;
  readonly commit: string;
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly severity: ListedFinding['severity'];
  readonly verdict: 'true' | 'false' | 'debatable';
  readonly why: string;
}

export const isFailureRule = (rule: string): boolean => failureFamilies.includes(rule.split('/', 1)[0] ?? '');
