/** A lens before it is written for a client. */
export interface Line {
  /** It stands above the line that holds this offset. */
  readonly offset: number;
  readonly title: string;
}
