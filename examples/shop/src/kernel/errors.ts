/** Something the caller asked for is not there. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
  constructor(readonly what: string, readonly id: string) {
    super(`${what} ${id} does not exist`);
  }
}

/** A system we depend on did not answer; trying again later may help. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}
