/** A mistake in a call, as one or two sentences that name the place and the remedy. Nothing was checked. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
