import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PinAnswer } from '../../../server/cards/card-registry.ts';
import { SqlCardRegistry } from '../../../server/cards/card-registry-sql.ts';
import { hmacPinDigest } from '../../../server/cards/pin-digest-system.ts';
import { SqlRevocations } from '../../../server/cards/revocation-sql.ts';
import { SqlUseRegistrations } from '../../../server/cards/use-registrations-sql.ts';
import { cardId } from '../../../server/contract-card-id.ts';
import { cardPin } from '../../../server/contract-card-pin.ts';
import { openPglite } from '../../../server/database/database-pglite.ts';
import { migrate } from '../../../server/database/schema.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { onEachDatabase } from '../database/each-database.ts';
import { cardRegistryContract, ORIGIN, wrongPin } from './card-registry.contract.ts';
import { useRegistrationsContract } from './use-registrations.contract.ts';

const time = new RealTime();
const digest = hmacPinDigest(new Uint8Array(32).fill(1));

/** A card that no test of the contract looks at. */
const ID = cardId('basic-resident', '27203', 300_000, 1);
const PIN = cardPin('27203', 300_000);

onEachDatabase((database, open) => {
  describe('SqlCardRegistry', () => {
    const registry = () => new SqlCardRegistry(database(), ORIGIN, digest);
    cardRegistryContract(registry);

    test('keeps no PIN that could be read, or worked out without the key', async () => {
      const entry = { municipality: '27203', cardId: ID, pin: PIN, attempt: 's/1' };
      expect(await time.run(registry().tryPin(entry))).toBe('right');
      const text = 'select row_to_json(card)::text as kept from registered_card as card';
      const rows = await database().query({ name: 'test.cards', text });
      const kept = rows.map((row) => String(row['kept'])).find((row) => row.includes(ID)) ?? '';
      expect(kept).toContain(digest('27203', ID, PIN));
      expect(kept).not.toContain(`"${PIN}"`);
      const otherKey = hmacPinDigest(new Uint8Array(32));
      const stolen = new SqlCardRegistry(database(), ORIGIN, otherKey);
      expect(await time.run(stolen.tryPin({ ...entry, attempt: 's/2' }))).toBe('wrong');
    });

    test('gives three tries, not three to each of several servers', async () => {
      const second = (await open?.()) ?? database();
      const id = cardId('basic-resident', '27203', 300_003, 1);
      const pin = wrongPin(cardPin('27203', 300_003));
      const enter = (store: typeof second, attempt: string) => {
        const server = new SqlCardRegistry(store, ORIGIN, digest);
        return time.run(server.tryPin({ municipality: '27203', cardId: id, pin, attempt }));
      };
      const entries = Array.from({ length: 10 }, (_, no) => [
        enter(database(), `a/${no}`),
        enter(second, `b/${no}`),
      ]);
      const answers = await Promise.all(entries.flat());
      expect(answers.filter((answer) => answer === 'wrong')).toHaveLength(2);
      expect(answers.filter((answer) => answer === 'locked')).toHaveLength(18);
      if (second !== database()) await second.close();
    });
  });

  describe('SqlUseRegistrations', () => {
    useRegistrationsContract(() => new SqlUseRegistrations(database()));
  });

  describe('SqlRevocations', () => {
    const revoked = (serial: string, revokedAtMs: number) =>
      ({ serial, revokedAtMs, reason: 'superseded' }) as const;

    test('keeps the earliest revocation of each certificate, in their order', async () => {
      const kept = new SqlRevocations(database());
      expect(await time.run(kept.all())).toEqual([]);
      const [late, early, middle] = [revoked('1', 3_000), revoked('1', 1_000), revoked('2', 2_000)];
      for (const revocation of [late, early, middle, late]) await time.run(kept.add(revocation));
      expect(await time.run(new SqlRevocations(database()).all())).toEqual([early, middle]);
    });
  });
});

test('a lock outlives the server, and so does every error', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kofu-pins-'));
  /** PINs typed at a server that is started for them and stopped; the answer to the last one. */
  const enter = async (session: string, ...pins: readonly string[]) => {
    const database = await openPglite({ directory: join(directory, 'data') });
    await migrate(database);
    const cards = new SqlCardRegistry(database, ORIGIN, digest);
    let answer: PinAnswer = 'unknown-card';
    for (const [index, pin] of pins.entries()) {
      const attempt = `${session}/${index + 1}`;
      answer = await time.run(cards.tryPin({ municipality: '27203', cardId: ID, pin, attempt }));
    }
    await database.close();
    return answer;
  };
  const wrong = wrongPin(PIN);
  try {
    expect(await enter('a', wrong)).toBe('wrong');
    expect(await enter('b', wrong, wrong)).toBe('locked');
    expect(await enter('c', PIN)).toBe('locked');
  } finally {
    await rm(directory, { recursive: true });
  }
});
