import { describe, expect, test } from 'vitest';
import { cardId } from '../../../server/contract-card-id.ts';
import { someResident } from '../register/small-register.ts';
import { codeOf, HOMELAND, NOWHERE, offered, pinsOf, TOWN, Towns } from './towns.ts';

const entries = { [TOWN]: { residents: [someResident(0), someResident(1)] } };
const municipality = { methods: ['jpki', 'card-ap'] } as const;
const opened = () => new Towns({ entries, municipality });

describe('the challenge of a session is answered once:', () => {
  test('the same answer again is the same request, made again', async () => {
    const towns = opened();
    const session = towns.open();
    const credentials = towns.signed(session, 0);
    const first = await towns.show(session, credentials);
    expect(await towns.show(session, towns.signed(session, 0))).toEqual(first);
    expect(codeOf(await towns.issue(session, 'resident-record'))).toBe('granted');
  });

  test('another card needs another session', async () => {
    const towns = opened();
    const session = towns.open();
    await towns.show(session, towns.signed(session, 0));
    expect(codeOf(await towns.show(session, towns.signed(session, 1)))).toBe('session-used');
    expect(codeOf(await towns.comes(1))).toBe('granted');
  });

  test('who was there first stays there', async () => {
    const towns = opened();
    const session = towns.open();
    const first = await towns.show(session, towns.signed(session, 0));
    expect(offered(first)).toContain('resident-record');
    await towns.show(session, towns.signed(session, 1));
    await towns.issue(session, 'resident-record');
    const [, issued] = towns.journal;
    expect(issued).toMatchObject({ kind: 'server-issued', resident: 0 });
  });

  test('also when it was refused', async () => {
    const towns = opened();
    const session = towns.open();
    const credentials = towns.signed(session, 0);
    const signature = new Uint8Array(8);
    expect(codeOf(await towns.show(session, { ...credentials, signature }))).toBe(
      'signature-invalid',
    );
    expect(codeOf(await towns.show(session, credentials))).toBe('session-used');
  });

  test('for one municipality', async () => {
    const towns = opened();
    const session = towns.open();
    await towns.show(session, towns.signed(session, 0));
    const elsewhere = towns.signed(session, 0, { municipality: HOMELAND });
    expect(codeOf(await towns.show(session, elsewhere))).toBe('session-used');
  });

  test('but not by asking a municipality that does not take part', async () => {
    const towns = opened();
    const session = towns.open();
    const nowhere = towns.signed(session, 0, { municipality: NOWHERE });
    expect(codeOf(await towns.show(session, nowhere))).toBe('municipality-unknown');
    expect(codeOf(await towns.show(session, towns.signed(session, 0)))).toBe('granted');
  });
});

describe('a session belongs to one card of the older method:', () => {
  test('its next PIN may be typed, but not that of another card', async () => {
    const towns = opened();
    const session = towns.open();
    const { right, wrong } = pinsOf(0);
    expect(codeOf(await towns.types(0, wrong, { session, attempt: 1 }))).toBe('pin-wrong');
    const { right: others } = pinsOf(1);
    expect(codeOf(await towns.types(1, others, { session, attempt: 2 }))).toBe('session-used');
    expect(codeOf(await towns.types(0, right, { session, attempt: 2 }))).toBe('granted');
  });

  test('and not to a card that signs as well', async () => {
    const towns = opened();
    const session = towns.open();
    await towns.types(0, pinsOf(0).right, { session });
    expect(codeOf(await towns.show(session, towns.signed(session, 0)))).toBe('session-used');
    const other = towns.open();
    await towns.show(other, towns.signed(other, 0));
    expect(codeOf(await towns.types(0, pinsOf(0).right, { session: other }))).toBe('session-used');
  });

  test('and to one kiosk', async () => {
    const towns = opened();
    const session = { ...towns.open('in-001'), kioskId: 'in-002' };
    expect(codeOf(await towns.show(session, towns.signed(session, 0)))).toBe('session-unknown');
    const id = cardId('basic-resident', TOWN, 0, 1);
    const { right: pin } = pinsOf(0);
    const typed = { method: 'card-ap', municipality: TOWN, cardId: id, pin, attempt: 1 } as const;
    expect(codeOf(await towns.show(session, typed))).toBe('session-unknown');
  });
});
