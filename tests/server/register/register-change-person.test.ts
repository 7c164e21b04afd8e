import { describe, expect, test } from 'vitest';
import { MOST_RESIDENTS } from '../../../server/population/individual-number-synthetic.ts';
import { RegisterChange } from '../../../server/register/register-change.ts';
import { yearsOld } from '../../../server/register/register-change-fields.ts';
import { DAUGHTER, enter, HUSBAND, moveIn, NEWCOMER, original, SINGLE, WIFE } from './changes.ts';
import { plain } from './register.contract.ts';
import { NEIGHBOUR, SmallOffice, TOWN } from './small-office.ts';

describe('a resident', () => {
  test('what one change writes, and nothing else', async () => {
    const small = new SmallOffice();
    const cases = [
      ['revoke-seal', {}, { sealRevoked: true }],
      ['register-seal', {}, { sealNumber: String(MOST_RESIDENTS + 1), sealRevoked: false }],
      ['register-seal', { number: '42' }, { sealNumber: '42' }],
      ['hand-out-card', {}, { cardGeneration: 2, cardIssuedOn: '2015-06-01' }],
      ['set-support-measures', { on: true }, { supportMeasures: true }],
      ['begin-notice', {}, { inProgress: 'notice' }],
      ['begin-notice', { because: 'character' }, { inProgress: 'character' }],
      ['finish-notice', {}, { inProgress: 'nothing' }],
    ] as const;
    let expected = await original(small, WIFE);
    for (const [operation, order, change] of cases) {
      const { version } = (await enter(small, operation, { resident: WIFE, ...order })).change!;
      expected = { ...expected, ...change, version };
      expect(await small.truth(WIFE)).toEqual(expected);
    }
    expect(plain(await small.truth(6))).toEqual(await original(small, 6));
  });

  test('seals of two residents have two numbers', async () => {
    const small = new SmallOffice();
    for (const resident of [HUSBAND, WIFE]) await enter(small, 'register-seal', { resident });
    expect((await small.truth(HUSBAND)).sealNumber).not.toBe((await small.truth(WIFE)).sealNumber);
  });

  test.each([
    ['a seal that is not registered', 'revoke-seal', { resident: HUSBAND }],
    ['a seal of a child', 'register-seal', { resident: 2 }],
    ['a notice twice', 'finish-notice', { resident: WIFE }],
    ['a notice of a family twice', 'finish-notice', { resident: WIFE, register: 'family' }],
    ['a death to come', 'die', { resident: WIFE, on: '2015-06-02' }],
    ['a death before birth', 'die', { resident: WIFE, on: '1915-06-02' }],
    ['moving in without notice', 'move-in', moveIn({ municipality: NEIGHBOUR, resident: 6 })],
    ['moving in from here', 'move-in', moveIn({ municipality: TOWN, resident: 6 })],
    ['a household that is none', 'move-in', { ...moveIn(NEWCOMER), household: 400_000 }],
    ['a wedding of one', 'marry', { husband: SINGLE, wife: SINGLE }],
    ['a wedding of a husband', 'marry', { husband: HUSBAND, wife: DAUGHTER }],
    ['a wedding of a wife', 'marry', { husband: SINGLE, wife: WIFE }],
    ['a wedding of a child', 'marry', { husband: SINGLE, wife: 3 }],
    ['a wedding of two women', 'marry', { husband: 5, wife: DAUGHTER }],
  ])('refuses %s', async (_, operation, order) => {
    const small = new SmallOffice();
    expect(await small.perform({ operation, municipality: TOWN, ...order })).toMatchObject({
      code: 'change-impossible',
    });
    expect(small.base.commitsSince(0)).toEqual([]);
  });

  test.each(RegisterChange.options.map(({ shape }) => shape.operation.value))(
    '%s of nobody is refused',
    async (operation) => {
      const small = new SmallOffice();
      const nobody = { municipality: TOWN, resident: 400_000, husband: 400_000, wife: 5 };
      const orders: Record<string, unknown> = {
        'move-in': moveIn({ municipality: NEIGHBOUR, resident: 400_000 }),
        'move-out': { on: '2015-06-01' },
        'move-within': { address: '本町1番' },
        'set-support-measures': { on: true },
        'set-tax-record': { year: 2015, amounts: null },
      };
      const { shape } = RegisterChange.options.find(
        (option) => option.shape.operation.value === operation,
      )!;
      const order = { operation, ...nobody, ...(orders[operation] ?? {}) };
      const known = Object.entries(order).filter(([key]) => key in shape);
      expect(await small.perform(Object.fromEntries(known))).toMatchObject({
        code: 'resident-unknown',
      });
    },
  );

  test.each(['die', 'move-out'])('after %s nothing more is entered of them', async (operation) => {
    const small = new SmallOffice();
    await enter(small, operation, {
      resident: WIFE,
      ...(operation === 'die' ? {} : { on: '2015-06-01' }),
    });
    for (const again of ['die', 'revoke-seal', 'hand-out-card']) {
      const order = { operation: again, municipality: TOWN, resident: WIFE };
      expect(await small.perform(order)).toMatchObject({ code: 'change-impossible' });
    }
    expect((await small.truth(WIFE)).sealRevoked).toBe(true);
  });
});

test('years are completed on the birthday', () => {
  expect(yearsOld('2000-06-02', '2015-06-01')).toBe(14);
  expect(yearsOld('2000-06-01', '2015-06-01')).toBe(15);
});
