import type { CertificateDocument } from '../../../server/contract.ts';
import type { Draft } from '../../../server/document/document.ts';
import { DigestRenderer } from '../../../server/document/document-digest.ts';
import type { PrintImages, PrintStagePorts } from '../../../server/document/print-images.ts';
import { PrintStage } from '../../../server/document/print-images.ts';
import type { MutantId } from '../../../server/mutant.ts';
import { MUTANTS } from '../../../server/mutants.ts';
import type { Pace } from '../../../server/pace.ts';
import type { Outcome } from '../../../server/problems.ts';
import { sleep } from '../../../sim/process.ts';
import { Resource } from '../../../sim/resource.ts';
import { VirtualTime } from '../../../sim/virtual-time.ts';

export const DRAWING_MS = 4_000;

function draftOf(requestId: string, pages: number): Draft {
  return {
    type: 'family-register-full',
    municipalityName: '豊中市',
    issuerTitle: '豊中市長',
    layout: { peoplePerPage: 4, nameLimit: 30, addressLimit: 60 },
    documentNumber: `27203-${requestId}`,
    requestId,
    issuedAtMs: 0,
    ownerNonce: '0123456789abcdef',
    pages,
    registerVersion: 1,
    body: () => ({}),
  };
}

const pace: Pace = {
  *work() {
    yield sleep(DRAWING_MS);
  },
};

/** The print stage of a mutant, or the sound one, with jobs that come at given instants. */
export class PrintShop {
  readonly runner = new VirtualTime();
  readonly #images: PrintImages;
  readonly #made: { readonly request: string; readonly outcome: Outcome<CertificateDocument> }[] =
    [];

  constructor(mutant: MutantId | undefined, stage: { workers: number; timeoutMs: number }) {
    const ports: PrintStagePorts = {
      renderer: new DigestRenderer(),
      pace,
      stage: new Resource(stage.workers),
      timeoutMs: stage.timeoutMs,
    };
    const planted =
      mutant &&
      MUTANTS[mutant].plant({
        municipality: '27203',
        runner: this.runner,
        windowMs: MUTANTS[mutant].window?.ms ?? 0,
        writing: () => 0,
      });
    this.#images = planted?.printImages?.(ports) ?? new PrintStage(ports);
  }

  /** A job of so many pages that comes at an instant. */
  ask(request: string, atMs: number, pages = 1) {
    const { runner } = this;
    const images = this.#images;
    const made = this.#made;
    return runner.spawn(
      (function* () {
        yield sleep(atMs);
        const outcome = yield* images.make({ draft: draftOf(request, pages), nowMs: atMs });
        made.push({ request, outcome });
      })(),
    );
  }

  /** Whose pages each job got, in the order in which they were answered. */
  answers(): readonly (readonly [string, string])[] {
    this.runner.advance(Number.POSITIVE_INFINITY);
    return this.#made.map(({ request, outcome }) => [request, told(outcome)]);
  }
}

function told(outcome: Outcome<CertificateDocument>): string {
  if (!outcome.ok) return outcome.code;
  if (outcome.value.kind !== 'digest') return 'a true document';
  return outcome.value.marks.map(({ requestId, page, of }) => `${requestId} ${page}/${of}`).join();
}
