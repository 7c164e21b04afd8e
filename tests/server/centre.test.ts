import { describe, expect, test } from 'vitest';
import { NO_ANTI_FORGERY, NO_DOCUMENT_KEYS } from '../../server/anti-forgery/anti-forgery.ts';
import { NOTHING_REVOKED } from '../../server/cards/revocation.ts';
import { Centre } from '../../server/centre.ts';
import { DEFAULT_OPTIONS } from '../../server/contract.ts';
import { StreamEntropy } from '../../server/entropy.ts';
import { streams } from '../../sim/rng.ts';
import { answerOf } from '../devices/card/card-conversation.ts';

const MINUTE_MS = 60_000;

function centre(): Centre {
  return new Centre({
    link: new Map(),
    verifier: {
      verify: () => {
        throw new Error('nobody asks for a signature here');
      },
    },
    revocations: NOTHING_REVOKED,
    antiForgery: NO_ANTI_FORGERY,
    keys: NO_DOCUMENT_KEYS,
    entropy: new StreamEntropy(streams(1).stream('centre', 'entropy')),
    journal: () => {},
    originMs: 0,
  });
}

describe('a session', () => {
  test('has a name and a challenge that no other has', () => {
    const open = centre();
    const sessions = Array.from({ length: 100 }, () => open.openSession('in-001', 0));
    expect(new Set(sessions.map(({ sessionId }) => sessionId)).size).toBe(100);
    const challenges = sessions.map(({ challenge }) => Buffer.from(challenge).toString('hex'));
    expect(new Set(challenges).size).toBe(100);
    expect(open.openSessions).toBe(100);
  });

  test('is forgotten half an hour after it was opened, when another is', () => {
    const open = centre();
    const { sessionId } = open.openSession('in-001', 0);
    open.openSession('in-001', 20 * MINUTE_MS);
    open.openSession('in-001', 30 * MINUTE_MS - 1);
    expect(open.openSessions).toBe(3);
    open.openSession('in-001', 30 * MINUTE_MS);
    expect(open.openSessions).toBe(3);
    const options = DEFAULT_OPTIONS;
    const request = { requestId: 'r1', type: 'resident-record', options } as const;
    const answer = answerOf(open.issue(sessionId, 'in-001', request, 30 * MINUTE_MS));
    expect(answer).toEqual({ ok: false, code: 'session-unknown' });
  });

  test('that nobody ends costs its memory for half an hour and not for a day', () => {
    const open = centre();
    let most = 0;
    for (let minute = 0; minute < 24 * 60; minute++) {
      open.openSession('in-001', minute * MINUTE_MS);
      most = Math.max(most, open.openSessions);
    }
    expect(most).toBe(30);
  });
});
