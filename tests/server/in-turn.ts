/** What is answered about each of these, asked one after the other. */
export async function inTurn<A, B>(
  values: readonly A[],
  ask: (value: A, index: number) => Promise<B>,
): Promise<readonly B[]> {
  const answers: B[] = [];
  for (const [index, value] of values.entries()) answers.push(await ask(value, index));
  return answers;
}
