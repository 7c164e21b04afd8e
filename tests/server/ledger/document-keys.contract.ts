import { expect, test } from 'vitest';
import type { DocumentKeys } from '../../../server/anti-forgery/anti-forgery.ts';
import { RealTime } from '../../../sim/real-time.ts';

let documents = 0;

function newDocument(): string {
  documents += 1;
  return `27203-${String(documents).padStart(7, '0')}`;
}

/** What every store of keys keeps to. The one given may hold keys of other tests. */
export function documentKeysContract(keys: () => DocumentKeys): void {
  const time = new RealTime();
  const fresh = (byte: number) => () => new Uint8Array(32).fill(byte);

  test('a new document keeps the key it was given', async () => {
    const number = newDocument();
    expect(await time.run(keys().find(number))).toBeUndefined();
    expect(await time.run(keys().keyOf(number, fresh(7)))).toEqual(fresh(7)());
    expect(await time.run(keys().find(number))).toEqual(fresh(7)());
  });

  test('the same document again is answered with its first key', async () => {
    const [one, other] = [newDocument(), newDocument()];
    await time.run(keys().keyOf(one, fresh(1)));
    await time.run(keys().keyOf(other, fresh(2)));
    expect(await time.run(keys().keyOf(one, fresh(3)))).toEqual(fresh(1)());
    expect(await time.run(keys().find(other))).toEqual(fresh(2)());
  });

  test('50 at the same time agree on one key', async () => {
    const number = newDocument();
    const asked = Array.from({ length: 50 }, (_, nth) => keys().keyOf(number, fresh(nth)));
    const answers = await Promise.all(asked.map((process) => time.run(process)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await time.run(keys().find(number))).toEqual(answers[0]);
  });
}
