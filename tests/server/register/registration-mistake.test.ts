import { describe, expect, test } from 'vitest';
import type { CertificateType } from '../../../server/contract.ts';
import { isMistake } from '../../../server/register/register-operation.ts';
import {
  REQUIRED_OUTCOMES,
  RegistrationMistake,
  UNKNOWABLE,
} from '../../../server/register/registration-mistake.ts';
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

    function entered(): SmallOffice {
      const small = new SmallOffice();
      if (before !== undefined) small.enter({ ...about, ...before });
      const truth = small.truth(RESIDENT);
      small.enter({ ...about, ...mistake });
      expect(small.truth(RESIDENT)).toEqual(truth);
      return small;
    }

    test(`comes to ${outcome}`, () => {
      const small = entered();
      const answer = small.ask(RESIDENT, type);
      const offer = small.offered(RESIDENT, type);
      if (outcome === UNKNOWABLE) {
        expect([answer, offer]).toEqual([expect.any(Number), 'offered']);
      } else {
        expect([answer, offer]).toEqual([outcome, outcome]);
      }
    });

    test('is not so in truth, and the register says the truth again once it is corrected', () => {
      const clean = new SmallOffice();
      if (before !== undefined) clean.enter({ ...about, ...before });
      const expected = clean.ask(RESIDENT, type);
      const small = entered();
      const mistaken = small.ask(RESIDENT, type);
      if (outcome !== UNKNOWABLE) expect(mistaken).not.toEqual(expected);
      const version = small.enter({ ...about, operation: 'correct' }).change!.version;
      const answer = small.ask(RESIDENT, type);
      if (typeof expected === 'string') expect(answer).toBe(expected);
      else expect(answer).toBe(version);
      for (const no of [RESIDENT, OTHER]) {
        const copy = small.answer(small.copy.resident(TOWN, no));
        expect(copy).toEqual(small.truth(no));
        const { householdNo } = small.truth(no);
        expect(small.answer(small.copy.household(TOWN, householdNo))).toEqual(
          small.answer(small.base.household(TOWN, householdNo)),
        );
      }
      expect(small.perform({ ...about, operation: 'correct' })).toMatchObject({
        code: 'change-impossible',
      });
    });
  },
);

test('swapped persons: each card brings the other’s page, and only the truth can tell', () => {
  const small = new SmallOffice();
  small.enter({ ...about, operation: 'swapped-persons', other: OTHER });
  for (const [holder, owner] of [
    [RESIDENT, OTHER],
    [OTHER, RESIDENT],
  ] as const) {
    const outcome = small.issue(holder, 'resident-record');
    const document = outcome.ok ? outcome.value.document : undefined;
    const marks = document?.kind === 'digest' ? document.marks : [];
    expect(marks.map(({ ownerNonce }) => ownerNonce)).toEqual([small.truth(owner).nonce]);
  }
});

test('mistakes that hang together are corrected together', () => {
  const small = new SmallOffice();
  small.enter({ ...about, operation: 'swapped-persons', other: OTHER });
  small.enter({ municipality: TOWN, resident: OTHER, operation: 'swapped-persons', other: 5 });
  small.enter({ ...about, operation: 'correct' });
  for (const no of [RESIDENT, OTHER, 5]) {
    expect(small.answer(small.copy.resident(TOWN, no))).toEqual(small.truth(no));
  }
});

test('a card that is linked by mistake is let in, and only the truth can tell', () => {
  const small = new SmallOffice();
  small.enter({ ...about, operation: 'hand-out-card' });
  small.pass(86_400_000);
  small.enter({ ...about, operation: 'wrong-card', generation: 1 });
  expect(small.ask(RESIDENT, 'tax', {}, { generation: 1 })).toEqual(expect.any(Number));
  expect(small.ask(RESIDENT, 'tax', {}, { generation: 2 })).toBe('card-not-registered');
});

test('a record filed elsewhere is nobody’s there', () => {
  const small = new SmallOffice();
  small.enter({ ...about, operation: 'wrong-municipality', filedUnder: NEIGHBOUR });
  const elsewhere = { residence: NEIGHBOUR };
  expect(small.ask(RESIDENT, 'tax', {}, elsewhere)).toEqual(expect.any(Number));
  const nonces = small.issue(RESIDENT, 'tax', {}, elsewhere);
  expect(JSON.stringify(nonces)).not.toContain(small.truth(RESIDENT).nonce);
});

test('others of the household suffer from a duplicate, other households do not', () => {
  const small = new SmallOffice();
  small.enter({ ...about, operation: 'duplicate' });
  expect(small.ask(8, 'resident-record')).toBe('record-inconsistent');
  expect(small.ask(8, 'resident-record', { people: 'self' })).toBe('record-inconsistent');
  expect(small.ask(RESIDENT, 'seal-registration')).toEqual(expect.any(Number));
  expect(small.ask(OTHER, 'resident-record')).toBe(1);
});

test('what is a mistake says so in the trace, and what is not does not', () => {
  const small = new SmallOffice();
  small.perform({ ...about, operation: 'duplicate' });
  small.perform({ ...about, operation: 'correct' });
  small.perform({ ...about, operation: 'revoke-seal' });
  expect(small.journal.flatMap((event) => ('mistake' in event ? [event.mistake] : []))).toEqual([
    true,
    false,
    false,
  ]);
});

test('the server learns of a mistake only when the feed brings it', () => {
  const small = new SmallOffice();
  small.perform({ ...about, operation: 'wrong-flag' });
  small.pass(LAG_MS - 1);
  expect(small.ask(RESIDENT, 'tax')).toBe(1);
  small.pass(1);
  expect(small.ask(RESIDENT, 'tax')).toBe('card-not-registered');
});

test.each([
  ['nobody', { operation: 'duplicate', resident: 400_000 }, 'resident-unknown'],
  ['nobody to swap with', { operation: 'swapped-persons', other: 400_000 }, 'resident-unknown'],
  ['oneself', { operation: 'swapped-persons', other: RESIDENT }, 'change-impossible'],
  ['where it belongs', { operation: 'wrong-municipality', filedUnder: TOWN }, 'change-impossible'],
  ['a flag that is right', { operation: 'wrong-flag', flag: 'not-protected' }, 'change-impossible'],
  ['the card in use', { operation: 'wrong-card', generation: 1 }, 'change-impossible'],
  ['nothing to correct', { operation: 'correct' }, 'change-impossible'],
])('refuses a mistake that is none: %s', (_, mistake, code) => {
  const small = new SmallOffice();
  expect(small.perform({ ...about, ...mistake })).toMatchObject({ ok: false, code });
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
