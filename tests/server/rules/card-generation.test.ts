import { describe, expect, test } from 'vitest';
import type { RegisterUpdate } from '../../../server/register/register-update.ts';
import { someResident } from '../register/small-register.ts';
import { codeOf, MONDAY, pinsOf, run, THIRD, TOWN, Towns } from './towns.ts';

const resident = someResident(0, { cardGeneration: 2 });
const entries = { [TOWN]: { residents: [resident] } };
const municipality = { methods: ['jpki', 'card-ap'] } as const;

/** The resident is handed out another card. */
const NEW_CARD: RegisterUpdate = {
  municipality: TOWN,
  sequence: 1,
  version: 2,
  change: 'hand-out-card',
  resident: 0,
  committedAtMs: MONDAY,
  images: [
    {
      kind: 'resident',
      municipality: TOWN,
      no: 0,
      version: 2,
      record: { ...resident, version: 2 },
    },
  ],
};

describe('a municipality knows the card that a resident has been given last', () => {
  test('and no older one, even if its certificate or its PIN is still good', async () => {
    const older = new Towns({ entries, municipality });
    expect(codeOf(await older.comes(0))).toBe('card-not-registered');
    expect(codeOf(await older.types(0, pinsOf(0).right))).toBe('card-not-registered');
    const last = new Towns({ entries, municipality, holding: { generation: 2 } });
    expect(codeOf(await last.comes(0))).toBe('granted');
  });

  test('nor one that it has not handed out yet', async () => {
    const towns = new Towns({ entries, municipality, holding: { generation: 3 } });
    expect(codeOf(await towns.comes(0))).toBe('card-not-registered');
  });

  test('and when a new one is handed out in the middle of a session, issues no more', async () => {
    const towns = new Towns({
      entries: { [TOWN]: { residents: [someResident(0)] } },
    });
    const session = towns.open();
    await towns.show(session, towns.signed(session, 0));
    expect(codeOf(await towns.issue(session, 'resident-record'))).toBe('granted');
    await run(towns.register.take(NEW_CARD, towns.nowMs));
    expect(codeOf(await towns.issue(session, 'resident-record'))).toBe('card-not-registered');
  });
});

test('a stranger is unknown even where the number is somebody’s', async () => {
  const both = { ...entries, [THIRD]: { residents: [someResident(0)] } };
  const towns = new Towns({ entries: both, holding: { generation: 2 } });
  expect(codeOf(await towns.comes(0, { residence: TOWN, municipality: THIRD }))).toBe(
    'card-not-registered',
  );
});
