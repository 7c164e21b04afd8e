import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Centre, CentreSession, Reply } from '../../../devices/bus/centre.ts';
import type { DigestCardOffice } from '../../../devices/card/card-office-digest.ts';
import { DEFAULT_OPTIONS } from '../../../server/contract.ts';
import { unhashed } from '../../../server/contract-digest-signature.ts';
import type { Process } from '../../../sim/process.ts';
import { SEALED, SEALLESS, TOWN } from '../../server/small-town.ts';
import type { CountedLedger } from '../../server/stores/stores.ts';
import { answerOf, authenticate } from '../card/card-conversation.ts';

/** A centre as a kiosk reaches it, with what stands behind it. */
export interface CentreStand {
  readonly centre: Centre;
  readonly cards: DigestCardOffice;
  readonly ledger: CountedLedger;
  run<A>(process: Process<A>): Promise<A>;
  close(): Promise<void>;
}

const KIOSK = 'in-001';
const RECORD = { type: 'resident-record', options: DEFAULT_OPTIONS } as const;
const PRINTED = { municipality: TOWN, outcome: 'printed', paidYen: 200 } as const;

function granted<T>(reply: Reply<T>): T {
  if (reply.kind !== 'granted') throw new Error(JSON.stringify(reply));
  return reply.value;
}

/** What every way to the centre has to keep to, in process and over the line. */
export function centreContract(name: string, open: () => Promise<CentreStand>): void {
  describe(`the centre, ${name}:`, () => {
    let stand: CentreStand;
    beforeAll(async () => {
      stand = await open();
    });
    afterAll(() => stand.close());

    const session = async () => granted(await stand.run(stand.centre.openSession(KIOSK)));

    /** What a resident's card says to a challenge. */
    function signedBy(resident: number, challenge: Uint8Array) {
      const card = answerOf(stand.cards.card(TOWN, resident));
      const { certificate, signature } = authenticate(card, challenge, unhashed);
      return { method: 'jpki' as const, municipality: TOWN, certificate, signature };
    }

    const authenticated = async (resident = SEALED): Promise<CentreSession> => {
      const opened = await session();
      const credentials = signedBy(resident, opened.challenge);
      const { sessionId } = opened;
      granted(await stand.run(stand.centre.authenticate(KIOSK, sessionId, credentials)));
      return opened;
    };

    test('serves a journey, and counts its fee once however often it is told', async () => {
      const { sessionId } = await authenticated();
      const before = await stand.ledger.totalled();
      const request = { requestId: 'c-whole', ...RECORD };
      const issued = granted(await stand.run(stand.centre.issue(KIOSK, sessionId, request)));
      expect(issued.issuance).toMatchObject({ requestId: 'c-whole', feeYen: 200 });
      const { documentNumber, pages } = issued.issuance;
      const mark = (_: unknown, at: number) => {
        return { requestId: 'c-whole', documentNumber, page: at + 1, of: pages };
      };
      const marks = Array.from({ length: pages }, mark);
      expect(issued.document).toMatchObject({ kind: 'digest', marks });
      const result = { ...PRINTED, pagesPrinted: pages, requestId: 'c-whole', sessionId };
      for (const _ of ['told', 'told again']) {
        granted(await stand.run(stand.centre.reportPrint(KIOSK, result)));
        const after = await stand.ledger.totalled();
        expect([after.paidYen - before.paidYen, after.printed - before.printed]).toEqual([200, 1]);
      }
      granted(await stand.run(stand.centre.endSession(KIOSK, sessionId)));
    });

    test('answers a request that comes again with the same document', async () => {
      const { sessionId } = await authenticated();
      const ask = stand.centre.issue(KIOSK, sessionId, { requestId: 'c-again', ...RECORD });
      const first = granted(await stand.run(ask));
      const again = stand.centre.issue(KIOSK, sessionId, { requestId: 'c-again', ...RECORD });
      const second = granted(await stand.run(again));
      expect(second.issuance).toEqual({ ...first.issuance, repeated: true });
      expect(second.document).toEqual(first.document);
    });

    test('refuses with the code of its catalogue what it does not do', async () => {
      const { sessionId } = await authenticated(SEALLESS);
      const seal = { requestId: 'c-seal', type: 'seal-registration' } as const;
      const request = { ...seal, options: DEFAULT_OPTIONS };
      expect(await stand.run(stand.centre.issue(KIOSK, sessionId, request))).toEqual({
        kind: 'refused',
        code: 'seal-not-registered',
      });
    });

    test('does not believe a signature of another challenge, nor serve whom it does not know', async () => {
      const { sessionId } = await session();
      const stale = signedBy(SEALED, new Uint8Array(32));
      expect(await stand.run(stand.centre.authenticate(KIOSK, sessionId, stale))).toMatchObject({
        kind: 'refused',
        code: 'signature-invalid',
      });
      const request = { requestId: 'c-early', ...RECORD };
      expect(await stand.run(stand.centre.issue(KIOSK, sessionId, request))).toMatchObject({
        kind: 'refused',
      });
    });

    test('knows no session that is over', async () => {
      const { sessionId } = await authenticated();
      granted(await stand.run(stand.centre.endSession(KIOSK, sessionId)));
      const request = { requestId: 'c-late', ...RECORD };
      expect(await stand.run(stand.centre.issue(KIOSK, sessionId, request))).toEqual({
        kind: 'refused',
        code: 'session-unknown',
      });
    });
  });
}
