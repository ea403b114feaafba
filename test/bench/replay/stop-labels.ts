/** A real write that was stopped, read by hand: was the reason a mistake of its authors? */
export interface StopLabel {
  readonly repository: string;
  readonly path: string;
  readonly rule: string;
  /** `true`: a reviewer would have stopped it too. */
  readonly isRight: boolean;
  readonly why: string;
}

export const stopLabels: readonly StopLabel[] = [
  {
    repository: 'umami-software/umami',
    path: 'src/components/hooks/useMessages.ts',
    rule: 'arch/undeclared-dependency',
    isRight: true,
    why: 'intl-messageformat is imported and declared nowhere: it is there only as a dependency of next-intl',
  },
];
