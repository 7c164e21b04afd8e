import { afterEach, describe, expect, test } from 'vitest';
import type { Pace } from '../../../server/pace.ts';
import { ready, sleep } from '../../../sim/process.ts';
import { expectProblem, SmallCentre, type SmallCentreOptions } from '../small-centre.ts';
import { SEALED, TOWN } from '../small-town.ts';

const KIOSK = 'in-001';
const RECORD = { requestId: 'r1', type: 'resident-record' };
const FOR_EVER_MS = 1e9;

let centre: SmallCentre;
let token: string;

afterEach(() => centre.close());

async function opened(options: SmallCentreOptions): Promise<void> {
  centre = new SmallCentre(options);
  await centre.open();
  token = centre.register(KIOSK);
}

const post = (path: string, body: unknown) => centre.ask('POST', path, { token, body });

describe('a stage that takes too long', () => {
  /** Every step of this kind takes for ever. */
  const stuckAt = (stuck: string): Pace => ({
    *work(step) {
      if (step === stuck) yield sleep(FOR_EVER_MS);
    },
  });

  test('is named: the authentication', async () => {
    await opened({ pace: stuckAt('authenticate'), limits: { authenticationMs: 30 } });
    // One more than there are workers: each is given back.
    for (let count = 0; count < 5; count++) {
      const session = await centre.session(token, KIOSK);
      const body = centre.signed(session.challenge, SEALED);
      const answer = await post(`${session.path}/authentication`, body);
      expectProblem(answer, 'authentication-timeout');
    }
  });

  test('is named: the issuance, and nothing is left of it', async () => {
    let stuck = true;
    const pace: Pace = {
      work: (step) =>
        stuck && step === 'issue' ? stuckAt('issue').work(step, '') : ready(undefined),
    };
    await opened({ pace, limits: { issueMs: 30 } });
    const { path } = await centre.authenticated(token, KIOSK, SEALED);
    for (let count = 0; count < 5; count++) {
      expectProblem(await post(`${path}/issuances`, RECORD), 'issue-timeout');
    }
    expect((await centre.ledger.totalled()).claimed).toBe(0);
    stuck = false;
    expect((await post(`${path}/issuances`, RECORD)).status).toBe(201);
  });

  test('is named: recording a print result, which may be told again', async () => {
    await opened({ limits: { recordingMs: 30 } });
    const { path } = await centre.authenticated(token, KIOSK, SEALED);
    await post(`${path}/issuances`, RECORD);
    const printed = { outcome: 'printed', pagesPrinted: 1, paidYen: 200 };
    const result = { municipality: TOWN, requestId: 'r1', ...printed };
    const { ledger } = centre;
    const settle = ledger.settle.bind(ledger);
    ledger.settle = function* () {
      yield sleep(FOR_EVER_MS);
      return true;
    };
    expectProblem(await post('/v1/print-results', result), 'recording-timeout');
    ledger.settle = settle;
    expect((await post('/v1/print-results', result)).status).toBe(204);
    expect(await ledger.totalled()).toMatchObject({ printed: 1, paidYen: 200 });
  });
});
