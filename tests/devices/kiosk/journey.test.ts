import { describe, expect, test } from 'vitest';
import type { Centre } from '../../../devices/bus/centre.ts';
import { STAGE_ACTORS, STAGES } from '../../../devices/kiosk/stages.ts';
import { ageOf, withinShare } from '../../../server/population/population-synthetic.ts';
import { ready, sleep } from '../../../sim/process.ts';
import type { VirtualTime } from '../../../sim/virtual-time.ts';
import { Signal } from '../../../sim/waiting.ts';
import { eventsOf } from '../../scenarios/small-scenario.ts';
import {
  AUTHENTICATE_MS,
  centreWith,
  findings,
  ISSUE_MS,
  JOURNEY_MS,
  PRINT_MS,
  SmallShop,
  THINK_MS,
  told,
} from '../small-shop.ts';

describe('a journey in which all goes well', () => {
  const shop = new SmallShop();
  const ends = shop.serve({ resident: 40 });

  test('is completed when the paper is taken', () => {
    expect(ends).toEqual([{ outcome: 'completed', stage: 'take', reason: '' }]);
    expect(eventsOf('ended', shop.events)[0]?.ms).toBe(JOURNEY_MS);
  });

  test('goes through the stages in their published order, each with its time', () => {
    const stages = eventsOf('stage', shop.events);
    expect(stages.map(({ stage }) => stage)).toEqual(STAGES);
    const workMs = { authenticate: AUTHENTICATE_MS, issue: ISSUE_MS, print: PRINT_MS };
    for (const { stage, ms } of stages) {
      const actor = STAGE_ACTORS[stage];
      expect(ms).toBe(actor === 'citizen' ? THINK_MS : workMs[stage as keyof typeof workMs]);
    }
  });

  test('has the document before the fee, and the fee before the paper', () => {
    expect(told(shop)).toEqual(['requested', 'server-issued', 'document', 'paid', 'page', 'ended']);
  });

  test('prints what belongs to the request', () => {
    const [requested] = eventsOf('requested', shop.events);
    const [document] = eventsOf('document', shop.events);
    const pages = eventsOf('page', shop.events);
    expect(pages).toHaveLength(document?.pages ?? 0);
    for (const page of pages) {
      expect(page).toMatchObject({ request: requested?.request, number: document?.number });
    }
  });

  test('is settled with the server, and the fee is in the till', () => {
    expect(shop.ledger.totals).toEqual({ claimed: 1, printed: 1, notPrinted: 0, paidYen: 200 });
    expect(shop.payment.takingsYen).toBe(200);
  });

  test('leaves no card in the reader: the next citizen can come', () => {
    expect(shop.serve({ resident: 41 })).toHaveLength(2);
    expect(shop.ends[1]?.outcome).toBe('completed');
  });
});

describe('a journey is refused', () => {
  test('by the server, with the code of its catalogue', () => {
    const shop = new SmallShop({
      centre: (sound) =>
        centreWith(sound, {
          // biome-ignore lint/correctness/useYield: the port is a process.
          *authenticate() {
            return { kind: 'refused', code: 'certificate-invalid' };
          },
        }),
    });
    const end = { outcome: 'refused', stage: 'authenticate', reason: 'certificate-invalid' };
    expect(shop.serve({})).toEqual([end]);
    expect(eventsOf('asked-again', shop.events)).toEqual([]);
  });

  test('for what is not on offer to this citizen', () => {
    const child = new SmallShop().serve({ resident: residentWhere((no) => ageOf(no) < 15) });
    expect(child).toEqual([{ outcome: 'refused', stage: 'authenticate', reason: 'under-age' }]);
    const sealless = residentWhere((no) => ageOf(no) >= 20 && !withinShare(no, 0.6));
    const end = new SmallShop().serve({ resident: sealless, type: 'seal-registration' });
    expect(end).toEqual([{ outcome: 'refused', stage: 'select', reason: 'seal-not-registered' }]);
  });

  test('at the issue, and its session is ended', () => {
    let ended = 0;
    const shop = new SmallShop({
      centre: (sound) =>
        centreWith(sound, {
          // biome-ignore lint/correctness/useYield: the port is a process.
          *issue() {
            return { kind: 'refused', code: 'request-conflict' };
          },
          endSession: (...of) => {
            ended += 1;
            return sound.endSession(...of);
          },
        }),
    });
    expect(shop.serve({})).toEqual([
      { outcome: 'refused', stage: 'issue', reason: 'request-conflict' },
    ]);
    expect(ended).toBe(1);
    expect(told(shop)).toEqual(['requested', 'ended']);
  });

  test('at the issue, after it was issued to an attempt whose answer was lost', () => {
    let asked = 0;
    const shop = new SmallShop({
      centre: (sound) =>
        centreWith(sound, {
          *issue(...of) {
            asked += 1;
            if (asked === 2) return { kind: 'refused', code: 'session-unknown' };
            yield* sound.issue(...of);
            return { kind: 'failed', reason: 'HTTP 500' };
          },
        }),
    });
    expect(shop.serve({})).toEqual([
      { outcome: 'refused', stage: 'issue', reason: 'session-unknown' },
    ]);
    expect(shop.ledger.totals).toEqual({ claimed: 1, printed: 0, notPrinted: 1, paidYen: 0 });
  });

  test('and until then has its request in hand, of which nobody may account', () => {
    const shop = new SmallShop();
    const unsettled = [{ municipality: '27203', requestId: 'r0' }];
    const asking = function* () {
      for (let second = 0; second < 300; second++) {
        yield sleep(1_000);
        shop.kiosk.reconcile(unsettled);
      }
    };
    shop.runner.spawn(asking());
    expect(shop.serve({})).toMatchObject([{ outcome: 'completed' }]);
    expect(shop.ledger.totals).toEqual({ claimed: 1, printed: 1, notPrinted: 0, paidYen: 200 });
  });
});

describe('a citizen', () => {
  test('who walks away at the confirmation has asked for nothing', () => {
    const shop = new SmallShop({ behaviour: { abandonShare: 1 } });
    expect(shop.serve({})).toEqual([
      { outcome: 'abandoned', stage: 'confirm', reason: 'citizen walked away' },
    ]);
    expect(told(shop)).toEqual(['ended']);
    expect(shop.ledger.totals.claimed).toBe(0);
  });
});

describe('an answer', () => {
  /** Loses the first answers to issue requests: they break off, or never come. */
  function losing(first: 'failed' | 'silent', count = 1) {
    return (sound: Centre): Centre => {
      let lost = 0;
      return centreWith(sound, {
        *issue(...of) {
          const reply = yield* sound.issue(...of);
          lost += 1;
          if (lost > count) return reply;
          if (first === 'failed') return { kind: 'failed', reason: 'connection reset' };
          return yield* new Signal<never>().wait();
        },
      });
    };
  }

  test('that is lost is asked for again, and the document is the same one', () => {
    const shop = new SmallShop({ centre: losing('failed') });
    expect(shop.serve({})[0]?.outcome).toBe('completed');
    const [again] = eventsOf('asked-again', shop.events);
    expect(again).toMatchObject({ stage: 'issue', reason: 'connection reset', journey: 0 });
    expect(eventsOf('server-issued', shop.events).map(({ repeated }) => repeated)).toEqual([
      false,
      true,
    ]);
    expect(eventsOf('document', shop.events)).toMatchObject([
      { repeated: true, number: '27203-0000001' },
    ]);
    expect(shop.ledger.totals.claimed).toBe(1);
    expect(findings(shop)).toEqual([]);
  });

  test('that does not come in time is asked for again', () => {
    const shop = new SmallShop({ centre: losing('silent') });
    expect(shop.serve({})[0]?.outcome).toBe('completed');
    expect(eventsOf('asked-again', shop.events)).toMatchObject([{ reason: 'time-out' }]);
    const issue = eventsOf('stage', shop.events).find(({ stage }) => stage === 'issue');
    expect(issue?.ms).toBe(60_000 + ISSUE_MS);
  });

  test('that never comes ends the journey as timed out, one that breaks off as failed', () => {
    const silent = new SmallShop({ centre: losing('silent', 9) });
    expect(silent.serve({})).toEqual([
      { outcome: 'timed-out', stage: 'issue', reason: 'centre did not answer' },
    ]);
    expect(eventsOf('ended', silent.events)[0]?.ms).toBeGreaterThan(2 * 60_000);
    const broken = new SmallShop({ centre: losing('failed', 9) });
    expect(broken.serve({})).toEqual([
      { outcome: 'failed', stage: 'issue', reason: 'connection reset' },
    ]);
    expect(eventsOf('asked-again', broken.events)).toHaveLength(1);
  });

  test('is asked for as often as the kiosk is told', () => {
    const patience = { timeoutMs: 60_000, attempts: 4, pauseMs: 0 };
    const shop = new SmallShop({ centre: losing('failed', 3), patience });
    expect(shop.serve({})[0]?.outcome).toBe('completed');
    expect(eventsOf('asked-again', shop.events)).toHaveLength(3);
  });

  test('to the print result is waited for while the paper is taken', () => {
    const slow = (answerMs: number) => (sound: Centre) =>
      centreWith(sound, {
        *reportPrint(...of) {
          yield answerMs;
          return yield* sound.reportPrint(...of);
        },
      });
    const stagesMs = (centre: (sound: Centre) => Centre) => {
      const shop = new SmallShop({ centre });
      expect(shop.serve({})[0]?.outcome).toBe('completed');
      return eventsOf('stage', shop.events)
        .slice(-2)
        .map(({ ms }) => ms);
    };
    expect(stagesMs(slow(THINK_MS - 1))).toEqual([PRINT_MS, THINK_MS]);
    expect(stagesMs(slow(THINK_MS + 1))).toEqual([PRINT_MS, THINK_MS + 1]);
  });

  test('to the print result that never comes changes no outcome', () => {
    const deaf = (sound: Centre) =>
      centreWith(sound, { reportPrint: () => new Signal<never>().wait() });
    const shop = new SmallShop({ centre: deaf });
    expect(shop.serve({})[0]?.outcome).toBe('completed');
    expect(shop.outbox.pending).toBe(1);
    expect(shop.ledger.totals).toMatchObject({ claimed: 1, printed: 0 });
  });

  test('to the print result that comes an hour later makes the centre know at last', () => {
    const mended = (sound: Centre, runner: VirtualTime) =>
      centreWith(sound, {
        reportPrint: (...of) =>
          runner.now() < 3_600_000
            ? ready({ kind: 'failed', reason: 'no line' })
            : sound.reportPrint(...of),
      });
    const shop = new SmallShop({ centre: mended });
    expect(shop.serve({})[0]?.outcome).toBe('completed');
    expect(shop.outbox.pending).toBe(0);
    expect(shop.ledger.totals).toMatchObject({ claimed: 1, printed: 1, paidYen: 200 });
  });

  test('to the issue request that never comes lets nothing stay open at the server', () => {
    const deaf = (sound: Centre) =>
      centreWith(sound, {
        *issue(...of) {
          yield* sound.issue(...of);
          return yield* new Signal<never>().wait();
        },
      });
    const shop = new SmallShop({ centre: deaf });
    expect(shop.serve({})[0]?.outcome).toBe('timed-out');
    expect(shop.ledger.totals).toMatchObject({ claimed: 1, notPrinted: 1, paidYen: 0 });
  });
});

/** The first resident of whom something is so. */
function residentWhere(is: (no: number) => boolean): number {
  return Array.from({ length: 1000 }, (_, no) => no).findIndex(is);
}
