/** After so many deaths in a row without an answer, another start waits. */
const patience = 3;

/** The first wait, doubled with each further death, and the longest one; milliseconds. */
const firstWaitMs = 1000;
const longestWaitMs = 60_000;

/** Keeps count of deaths and says when another start may be tried. Times are milliseconds of the clock given. */
export class Setbacks {
  readonly #now: () => number;
  #deaths = 0;
  #growths = 0;
  #until = 0;
  #reason = '';
  /** False until something was answered: who never answers does not run here. */
  hasEverAnswered = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  answered(): void {
    this.#deaths = 0;
    this.hasEverAnswered = true;
  }

  died(why: string): void {
    this.#deaths++;
    if (this.#deaths < patience) return;
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** (this.#deaths - patience));
    this.#pause(wait, `The type checker stopped ${this.#deaths} times in a row (${why}). It is started again shortly.`);
  }

  /** It was stopped because it holds more than it may. `hadRoom`: it had answered a good deal since it was started. */
  outgrew(limitMb: number, hadRoom: boolean): void {
    this.#growths = hadRoom ? 0 : this.#growths + 1;
    if (this.#growths < 2) return;
    this.#growths = 0;
    this.#pause(longestWaitMs, `The type checker needs more memory than its limit of ${limitMb} MB for this project.`);
  }

  /** It died as often as is tolerated and never gave an answer. */
  get isHopeless(): boolean {
    return !this.hasEverAnswered && this.#deaths >= patience;
  }

  /** Why nothing may be started now; `undefined` when it may. */
  get pause(): string | undefined {
    return this.#now() < this.#until ? this.#reason : undefined;
  }

  /** Another compiler starts with a clean sheet. */
  forget(): void {
    this.#deaths = 0;
    this.#growths = 0;
    this.#until = 0;
  }

  #pause(ms: number, reason: string): void {
    this.#until = this.#now() + ms;
    this.#reason = reason;
  }
}
