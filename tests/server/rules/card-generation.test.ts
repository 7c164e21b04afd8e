import { describe, expect, test } from 'vitest';
import { someResident } from '../register/small-register.ts';
import { codeOf, pinsOf, THIRD, TOWN, Towns } from './towns.ts';

const resident = someResident(0, { cardGeneration: 2 });
const entries = { [TOWN]: { residents: [resident] } };
const municipality = { methods: ['jpki', 'card-ap'] } as const;

describe('a municipality knows the card that a resident has been given last', () => {
  test('and no older one, even if its certificate or its PIN is still good', () => {
    const older = new Towns({ entries, municipality });
    expect(codeOf(older.comes(0))).toBe('card-not-registered');
    expect(codeOf(older.types(0, pinsOf(0).right))).toBe('card-not-registered');
    const last = new Towns({ entries, municipality, holding: { generation: 2 } });
    expect(codeOf(last.comes(0))).toBe('granted');
  });

  test('nor one that it has not handed out yet', () => {
    const towns = new Towns({ entries, municipality, holding: { generation: 3 } });
    expect(codeOf(towns.comes(0))).toBe('card-not-registered');
  });

  test('and when a new one is handed out in the middle of a session, issues no more', () => {
    let generation = 1;
    const towns = new Towns({
      entries: { [TOWN]: { residents: [someResident(0)] } },
      register: (sound) => ({
        ...sound,
        *resident(...of) {
          const found = yield* sound.resident(...of);
          return found && { ...found, cardGeneration: generation };
        },
      }),
    });
    const session = towns.open();
    towns.show(session, towns.signed(session, 0));
    expect(codeOf(towns.issue(session, 'resident-record'))).toBe('granted');
    generation = 2;
    expect(codeOf(towns.issue(session, 'resident-record'))).toBe('card-not-registered');
  });
});

test('a stranger is unknown even where the number is somebody’s', () => {
  const both = { ...entries, [THIRD]: { residents: [someResident(0)] } };
  const towns = new Towns({ entries: both, holding: { generation: 2 } });
  expect(codeOf(towns.comes(0, { residence: TOWN, municipality: THIRD }))).toBe(
    'card-not-registered',
  );
});
