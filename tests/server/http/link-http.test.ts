import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_OPTIONS } from '../../../server/contract.ts';
import { PdfRenderer } from '../../../server/document/document-pdf.ts';
import type { CardAuthentication, IssueOrder, Issuing } from '../../../server/issuing.ts';
import { sleep } from '../../../sim/process.ts';
import { SmallIssuer } from '../small-issuer.ts';
import {
  AWAY,
  CHILD,
  ELSEWHERE,
  NEIGHBOUR,
  OLDER_CARD,
  OPEN_MS,
  SEALED,
  SEALLESS,
  STRANGER,
  TOWN,
} from '../small-town.ts';

const HOLDER = { residence: TOWN, residentNo: SEALED, generation: 1 };
const NIGHT_MS = OPEN_MS + 14 * 3_600_000;

const jpki = (residentNo: number, more: Partial<CardAuthentication> = {}): CardAuthentication => {
  const card = { method: 'jpki', ...HOLDER, residentNo } as const;
  return { card, nowMs: OPEN_MS, ...more };
};

const older = (pin: string, attempt: string): CardAuthentication => {
  const { cardId } = OLDER_CARD;
  return { card: { method: 'card-ap', cardId, pin, attempt }, nowMs: OPEN_MS };
};

const order = (requestId: string, more: Partial<IssueOrder> = {}): IssueOrder => ({
  requestId,
  kioskId: 'in-001',
  holder: HOLDER,
  type: 'resident-record',
  options: DEFAULT_OPTIONS,
  nowMs: OPEN_MS,
  ...more,
});

const settlement = (requestId: string, kioskId = 'in-001') =>
  ({ requestId, kioskId, outcome: 'printed', paidYen: 200 }) as const;

const away = { residence: NEIGHBOUR, residentNo: AWAY, generation: 1 };

/** What a centre asks in the course of a day, one after the other, each from what was before. */
const DAY: readonly (readonly [string, (to: Issuing) => ReturnType<Issuing[keyof Issuing]>])[] = [
  ['a citizen', (to) => to.authenticate(jpki(SEALED))],
  ['one without a seal, which is withheld', (to) => to.authenticate(jpki(SEALLESS))],
  ['a child', (to) => to.authenticate(jpki(CHILD))],
  ['a citizen at night', (to) => to.authenticate(jpki(SEALED, { nowMs: NIGHT_MS }))],
  ['a wrong PIN', (to) => to.authenticate(older('0000', 's/1'))],
  ['the same again', (to) => to.authenticate(older('0000', 's/1'))],
  ['the right PIN', (to) => to.authenticate(older(OLDER_CARD.pin, 's/2'))],
  ['a certificate', (to) => to.issue(order('r1'))],
  ['the same again', (to) => to.issue(order('r1', { nowMs: OPEN_MS + 1_000.5 }))],
  ['the same at night', (to) => to.issue(order('r1', { nowMs: NIGHT_MS }))],
  ['its number for another', (to) => to.issue(order('r1', { kioskId: 'in-002' }))],
  ['a certificate at night', (to) => to.issue(order('r2', { nowMs: NIGHT_MS }))],
  ['one that is not offered', (to) => to.issue(order('r3', { type: 'tax' }))],
  [
    'chosen people',
    (to) => to.issue(order('r4', { options: { ...DEFAULT_OPTIONS, people: [1] } })),
  ],
  ['nobody', (to) => to.issue(order('r5', { options: { ...DEFAULT_OPTIONS, people: [99] } }))],
  ['what is open', (to) => to.unsettled('in-001')],
  ['what is open elsewhere', (to) => to.unsettled('in-002')],
  ['a result', (to) => to.settle(settlement('r1'))],
  ['the same again', (to) => to.settle(settlement('r1'))],
  ['a result of another kiosk', (to) => to.settle(settlement('r4', 'in-002'))],
  ['a result of nothing', (to) => to.settle(settlement('r9'))],
  ['what is still open', (to) => to.unsettled('in-001')],
  [
    'who has not applied',
    (to) => to.authenticate(jpki(AWAY, { card: { method: 'jpki', ...away } })),
  ],
  ['an application', (to) => to.applyForUse({ holder: away, nowMs: OPEN_MS })],
  ['the same again', (to) => to.applyForUse({ holder: away, nowMs: OPEN_MS })],
  [
    'one at the wrong place',
    (to) => to.applyForUse({ holder: { ...away, residentNo: STRANGER }, nowMs: OPEN_MS }),
  ],
];

let server: SmallIssuer;

beforeEach(async () => {
  server = new SmallIssuer();
  await server.open();
});

afterEach(async () => {
  expect(server.errors).toEqual([]);
  await server.close();
});

describe('over the link', () => {
  test('all is answered as in process', async () => {
    const twin = new SmallIssuer();
    const line = server.line();
    const codes = new Set<string>();
    for (const [name, ask] of DAY) {
      const said = await twin.runner.run(ask(twin.issuer) as ReturnType<Issuing['settle']>);
      const heard = await server.runner.run(ask(line) as ReturnType<Issuing['settle']>);
      expect([name, heard]).toEqual([name, said]);
      codes.add(said.ok ? 'granted' : said.code);
    }
    // The day has had all of these in it, or it would show little.
    const all = ['granted', 'under-age', 'out-of-hours', 'pin-wrong', 'request-conflict'];
    const more = ['not-offered', 'person-unknown', 'issuance-unknown', 'use-not-registered'];
    const last = ['use-already-registered', 'domicile-elsewhere'];
    expect([...codes].sort()).toEqual([...all, ...more, ...last].sort());
    expect(await server.ledger.totalled()).toEqual(await twin.ledger.totalled());
    twin.runner.stop();
  });

  test('a PDF comes as it was drawn, fronts only', async () => {
    const renderer = new PdfRenderer({ threads: 1 });
    const drawing = new SmallIssuer(renderer);
    await drawing.open();
    const issued = await drawing.runner.run(drawing.line().issue(order('r1')));
    const again = await drawing.runner.run(drawing.issuer.issue(order('r1')));
    if (!issued.ok || !again.ok) throw new Error('refused');
    const { document } = issued.value;
    if (document.kind !== 'pdf') throw new Error('no PDF');
    expect(Buffer.from(document.bytes.slice(0, 5)).toString()).toBe('%PDF-');
    expect(document).toEqual(again.value.document);
    await drawing.close();
    await renderer.close();
  });
});

describe('a centre', () => {
  const refusal = async (line: Issuing) => {
    const outcome = await server.runner.run(line.issue(order('r1')));
    return outcome.ok ? 'granted' : outcome.code;
  };

  test('is accepted with the credential for this municipality only', async () => {
    const { link, offices } = server;
    expect(await refusal(server.line())).toBe('granted');
    const wrong = [
      link.of('centre', ELSEWHERE),
      link.of('office', TOWN),
      offices.of('centre', TOWN),
      offices.of('office', TOWN),
      'made up',
      '',
    ];
    for (const credential of wrong) {
      expect(await refusal(server.line(credential))).toBe('issuer-refused');
    }
    expect((await server.ledger.totalled()).claimed).toBe(1);
  });

  test('gives up an issuing server that takes too long, and asks it again', async () => {
    let slow = true;
    const pace = {
      *work() {
        if (slow) yield sleep(60_000);
      },
    };
    const late = new SmallIssuer(undefined, pace);
    await late.open();
    const line = late.line(undefined, { issueMs: 50 });
    const first = await late.runner.run(line.issue(order('r1')));
    expect(first).toEqual({ ok: false, code: 'issuer-unavailable', detail: 'no answer in time' });
    slow = false;
    const patient = late.line();
    expect(await late.runner.run(patient.issue(order('r1')))).toMatchObject({ ok: true });
    await late.close();
  });

  test('does without one that is down, and uses it when it is back', async () => {
    const { origin } = server;
    await server.close();
    server = new SmallIssuer();
    const line = server.line(undefined, {}, origin);
    expect(await refusal(line)).toBe('issuer-unavailable');
    await server.open(Number(new URL(origin).port));
    expect(await refusal(line)).toBe('granted');
  });
});

describe('what is no answer of the contract', () => {
  let stranger: Server;
  let say: { status: number; body: string };

  beforeEach(async () => {
    stranger = createServer((_, response) => {
      response.writeHead(say.status, { 'content-type': 'application/json' }).end(say.body);
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => new Promise((resolve) => stranger.close(resolve)));

  test.each([
    [200, 'hello'],
    [200, '{}'],
    [200, '{"issuance":{},"document":{"kind":"pdf","base64":"!"}}'],
    [204, ''],
    [302, ''],
    [404, '{"code":"route-unknown"}'],
    [400, '{"code":"invalid-request"}'],
    [500, '{"code":"server-error"}'],
    [503, '{"code":"server-closing"}'],
    [403, '{"code":"__proto__"}'],
    [403, '{"code":"session-unknown"}'],
  ])('%d %s is none', async (status, body) => {
    say = { status, body };
    const origin = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    const line = server.line('any', {}, origin);
    const outcome = await server.runner.run(line.issue(order('r1')));
    expect(outcome).toMatchObject({ ok: false, code: 'issuer-unavailable' });
  });
});
