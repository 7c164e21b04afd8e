import { describe, expect, test } from 'vitest';
import type { CertificateType } from '../../../server/contract.ts';
import { isMistake } from '../../../server/register/register-operation.ts';
import {
  REQUIRED_OUTCOMES,
  RegistrationMistake,
  UNKNOWABLE,
} from '../../../server/register/registration-mistake.ts';
import { plain } from './register.contract.ts';
import { LAG_MS, NEIGHBOUR, SmallOffice, TOWN } from './small-office.ts';

/** A grown-up with a seal, a spouse and children; and somebody of another household. */
const RESIDENT = 9;
const OTHER = 6;
const about = { municipality: TOWN, resident: RESIDENT };

/** What shows each mistake: what to enter before it, the mistake, and what is then asked for. */
const CASES: Readonly<
  Record<
    keyof typeof REQUIRED_OUTCOMES,
    {
      readonly before?: Readonly<Record<string, unknown>>;
      readonly mistake: Readonly<Record<string, unknown>>;
      readonly type?: CertificateType;
    }
  >
> = {
  'card-unusable': { mistake: { operation: 'wrong-flag' } },
  deceased: { mistake: { operation: 'wrong-flag', flag: 'deceased' } },
  'moved-out': { mistake: { operation: 'wrong-flag', flag: 'moved-out' } },
  protected: { mistake: { operation: 'wrong-flag', flag: 'protected' } },
  'seal-revoked': {
    mistake: { operation: 'wrong-flag', flag: 'seal-revoked' },
    type: 'seal-registration',
  },
  'not-protected': {
    before: { operation: 'set-support-measures', on: true },
    mistake: { operation: 'wrong-flag', flag: 'not-protected' },
  },
  'seal-not-revoked': {
    before: { operation: 'revoke-seal' },
    mistake: { operation: 'wrong-flag', flag: 'seal-not-revoked' },
    type: 'seal-registration',
  },
  'wrong-card': { mistake: { operation: 'wrong-card' } },
  'wrong-municipality': { mistake: { operation: 'wrong-municipality', filedUnder: NEIGHBOUR } },
  'swapped-persons': { mistake: { operation: 'swapped-persons', other: OTHER } },
  'missing-character': { mistake: { operation: 'missing-character' } },
  duplicate: { mistake: { operation: 'duplicate' } },
};

describe.each(Object.entries(CASES))(
  '%s',
  (name, { before, mistake, type = 'resident-record' }) => {
    const { outcome } = REQUIRED_OUTCOMES[name as keyof typeof REQUIRED_OUTCOMES];

    async function entered(): Promise<SmallOffice> {
      const small = new SmallOffice();
      if (before !== undefined) await small.enter({ ...about, ...before });
      const truth = await small.truth(RESIDENT);
      await small.enter({ ...about, ...mistake });
      expect(await small.truth(RESIDENT)).toEqual(truth);
      return small;
    }

    test(`comes to ${outcome}`, async () => {
      const small = await entered();
      const answer = await small.ask(RESIDENT, type);
      const offer = await small.offered(RESIDENT, type);
      if (outcome === UNKNOWABLE) {
        expect([answer, offer]).toEqual([expect.any(Number), 'offered']);
      } else {
        expect([answer, offer]).toEqual([outcome, outcome]);
      }
    });

    test('is not so in truth, and the register says the truth again once it is corrected', async () => {
      const clean = new SmallOffice();
      if (before !== undefined) await clean.enter({ ...about, ...before });
      const expected = await clean.ask(RESIDENT, type);
      const small = await entered();
      const mistaken = await small.ask(RESIDENT, type);
      if (outcome !== UNKNOWABLE) expect(mistaken).not.toEqual(expected);
      const version = (await small.enter({ ...about, operation: 'correct' })).change!.version;
      const answer = await small.ask(RESIDENT, type);
      if (typeof expected === 'string') expect(answer).toBe(expected);
      else expect(answer).toBe(version);
      for (const no of [RESIDENT, OTHER]) {
        const copy = await small.answer(small.copy.resident(TOWN, no));
        const truth = await small.truth(no);
        expect(plain(copy)).toEqual(plain(truth));
        const { householdNo } = truth;
        const copies = await small.answer(small.copy.household(TOWN, householdNo));
        const members = await small.answer(small.base.household(TOWN, householdNo));
        expect(copies.map(plain)).toEqual(members.map(plain));
      }
      expect(await small.perform({ ...about, operation: 'correct' })).toMatchObject({
        code: 'change-impossible',
      });
    });
  },
);

test('swapped persons: each card brings the other’s page, and only the truth can tell', async () => {
  const small = new SmallOffice();
  await small.enter({ ...about, operation: 'swapped-persons', other: OTHER });
  for (const [holder, owner] of [
    [RESIDENT, OTHER],
    [OTHER, RESIDENT],
  ] as const) {
    const outcome = await small.issue(holder, 'resident-record');
    const document = outcome.ok ? outcome.value.document : undefined;
    const marks = document?.kind === 'digest' ? document.marks : [];
    expect(marks.map(({ ownerNonce }) => ownerNonce)).toEqual([(await small.truth(owner)).nonce]);
  }
});

test('mistakes that hang together are corrected together', async () => {
  const small = new SmallOffice();
  await small.enter({ ...about, operation: 'swapped-persons', other: OTHER });
  await small.enter({
    municipality: TOWN,
    resident: OTHER,
    operation: 'swapped-persons',
    other: 5,
  });
  await small.enter({ ...about, operation: 'correct' });
  for (const no of [RESIDENT, OTHER, 5]) {
    expect(await small.answer(small.copy.resident(TOWN, no))).toEqual(await small.truth(no));
  }
});

test('a card that is linked by mistake is let in, and only the truth can tell', async () => {
  const small = new SmallOffice();
  await small.enter({ ...about, operation: 'hand-out-card' });
  await small.pass(86_400_000);
  await small.enter({ ...about, operation: 'wrong-card', generation: 1 });
  expect(await small.ask(RESIDENT, 'tax', {}, { generation: 1 })).toEqual(expect.any(Number));
  expect(await small.ask(RESIDENT, 'tax', {}, { generation: 2 })).toBe('card-not-registered');
});

test('a record filed elsewhere is nobody’s there', async () => {
  const small = new SmallOffice();
  await small.enter({ ...about, operation: 'wrong-municipality', filedUnder: NEIGHBOUR });
  const elsewhere = { residence: NEIGHBOUR };
  expect(await small.ask(RESIDENT, 'tax', {}, elsewhere)).toEqual(expect.any(Number));
  const nonces = await small.issue(RESIDENT, 'tax', {}, elsewhere);
  expect(JSON.stringify(nonces)).not.toContain((await small.truth(RESIDENT)).nonce);
});

test('others of the household suffer from a duplicate, other households do not', async () => {
  const small = new SmallOffice();
  await small.enter({ ...about, operation: 'duplicate' });
  expect(await small.ask(8, 'resident-record')).toBe('record-inconsistent');
  expect(await small.ask(8, 'resident-record', { people: 'self' })).toBe('record-inconsistent');
  expect(await small.ask(RESIDENT, 'seal-registration')).toEqual(expect.any(Number));
  expect(await small.ask(OTHER, 'resident-record')).toBe(1);
});

test('what is a mistake says so in the trace, and what is not does not', async () => {
  const small = new SmallOffice();
  await small.perform({ ...about, operation: 'duplicate' });
  await small.perform({ ...about, operation: 'correct' });
  await small.perform({ ...about, operation: 'revoke-seal' });
  expect(small.journal.flatMap((event) => ('mistake' in event ? [event.mistake] : []))).toEqual([
    true,
    false,
    false,
  ]);
});

test('the server learns of a mistake only when the feed brings it', async () => {
  const small = new SmallOffice();
  await small.perform({ ...about, operation: 'wrong-flag' });
  await small.pass(LAG_MS - 1);
  expect(await small.ask(RESIDENT, 'tax')).toBe(1);
  await small.pass(1);
  expect(await small.ask(RESIDENT, 'tax')).toBe('card-not-registered');
});

test.each([
  ['nobody', { operation: 'duplicate', resident: 400_000 }, 'resident-unknown'],
  ['nobody to swap with', { operation: 'swapped-persons', other: 400_000 }, 'resident-unknown'],
  ['oneself', { operation: 'swapped-persons', other: RESIDENT }, 'change-impossible'],
  ['where it belongs', { operation: 'wrong-municipality', filedUnder: TOWN }, 'change-impossible'],
  ['a flag that is right', { operation: 'wrong-flag', flag: 'not-protected' }, 'change-impossible'],
  ['the card in use', { operation: 'wrong-card', generation: 1 }, 'change-impossible'],
  ['nothing to correct', { operation: 'correct' }, 'change-impossible'],
])('refuses a mistake that is none: %s', async (_, mistake, code) => {
  const small = new SmallOffice();
  expect(await small.perform({ ...about, ...mistake })).toMatchObject({ ok: false, code });
  expect(small.journal).toEqual([]);
});

test('every mistake has a required outcome', () => {
  const shown = new Set(Object.values(CASES).map(({ mistake }) => mistake['operation']));
  const known = RegistrationMistake.options.map(({ shape }) => shape.operation.value);
  expect([...shown].sort()).toEqual([...known].sort());
  for (const operation of known) {
    const some = { operation, municipality: TOWN, resident: 0, other: 1, filedUnder: NEIGHBOUR };
    expect(isMistake(some as never)).toBe(true);
  }
});
