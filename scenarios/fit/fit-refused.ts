/** A log or a table that cannot be fitted: said in a sentence with the remedy, exit 104. */
export class FitRefused extends Error {
  override readonly name = 'FitRefused';
}
