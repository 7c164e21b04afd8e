import { describe, expect, test } from 'vitest';
import type { CertificateDocument } from '../../../server/contract.ts';
import type { Draft, Renderer } from '../../../server/document/document.ts';
import { PrintStage } from '../../../server/document/print-images.ts';
import type { Pace } from '../../../server/pace.ts';
import type { Outcome } from '../../../server/problems.ts';
import { ready, sleep } from '../../../sim/process.ts';
import { Resource } from '../../../sim/resource.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';

const DRAWING_MS = 4_000;

function draftOf(requestId: string): Draft {
  return {
    type: 'seal-registration',
    municipalityName: '豊中市',
    issuerTitle: '豊中市長',
    layout: { peoplePerPage: 4, nameLimit: 30, addressLimit: 60 },
    documentNumber: `27203-${requestId}`,
    requestId,
    issuedAtMs: 0,
    ownerNonce: '0123456789abcdef',
    pages: 1,
    registerVersion: 1,
    body: () => ({}),
  };
}

/** The document of a draft is its marks. */
const renderer: Renderer = {
  render: ({ ownerNonce, requestId, documentNumber }) =>
    ready({
      kind: 'digest',
      marks: [{ ownerNonce, requestId, documentNumber, page: 1, of: 1 }],
    }),
  bind: () => {
    throw new Error('a sound stage binds nothing');
  },
};

const pace: Pace = {
  *work() {
    yield sleep(DRAWING_MS);
  },
};

function stageOf(workers: number, timeoutMs: number) {
  const runner = new VirtualTime();
  const stage = new Resource(workers);
  const images = new PrintStage({ renderer, pace, stage, timeoutMs });
  const made: { at: number; request: string; outcome: Outcome<CertificateDocument> }[] = [];
  const ask = (request: string) =>
    runner.spawn(
      (function* () {
        const outcome = yield* images.make({ draft: draftOf(request), nowMs: 0 });
        made.push({ at: runner.now(), request, outcome });
      })(),
    );
  return { runner, stage, made, ask };
}

/** Which request the document handed out belongs to. */
function drawnFor(outcome: Outcome<CertificateDocument>): string | undefined {
  if (!outcome.ok || outcome.value.kind !== 'digest') return undefined;
  return outcome.value.marks[0]?.requestId;
}

describe('the print stage', () => {
  test('draws one after the other, in the order they came, each for who asked', () => {
    const { runner, made, ask } = stageOf(1, 60_000);
    for (const request of ['a', 'b', 'c']) ask(request);
    runner.advance(Number.POSITIVE_INFINITY);
    expect(made.map(({ at }) => at)).toEqual([1, 2, 3].map((nth) => nth * DRAWING_MS));
    expect(made.map(({ outcome }) => drawnFor(outcome))).toEqual(['a', 'b', 'c']);
  });

  test('draws as many at a time as it has workers', () => {
    const { runner, made, ask } = stageOf(2, 60_000);
    for (const request of ['a', 'b', 'c']) ask(request);
    runner.advance(Number.POSITIVE_INFINITY);
    expect(made.map(({ at }) => at)).toEqual([DRAWING_MS, DRAWING_MS, 2 * DRAWING_MS]);
  });

  test('gives up a job whose turn comes too late as a whole, and no other', () => {
    // The fault of Yokohama (P10–P13) began here: only the lock was given up.
    const { runner, stage, made, ask } = stageOf(1, 10_000);
    for (const request of ['a', 'b', 'c', 'd', 'e']) ask(request);
    runner.advance(Number.POSITIVE_INFINITY);
    const answers = made.map(({ request, outcome }) => [
      request,
      outcome.ok ? drawnFor(outcome) : outcome.code,
    ]);
    expect(answers).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'print-timeout'],
      ['d', 'print-timeout'],
      ['e', 'print-timeout'],
    ]);
    expect([stage.busy, stage.queued]).toEqual([0, 0]);
  });

  test('draws for the next one after a time-out', () => {
    const { runner, made, ask } = stageOf(1, 5_000);
    for (const request of ['a', 'b']) ask(request);
    runner.advance(20_000);
    ask('f');
    runner.advance(Number.POSITIVE_INFINITY);
    expect(made.at(-1)).toMatchObject({ request: 'f', at: 20_000 + DRAWING_MS });
    expect(drawnFor(made.at(-1)!.outcome)).toBe('f');
  });
});
