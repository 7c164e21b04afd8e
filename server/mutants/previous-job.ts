import type { Process } from '../../sim/process.ts';
import type { CertificateDocument } from '../contract.ts';
import {
  drawing,
  inTurn,
  type PrintImages,
  type PrintJob,
  type PrintStagePorts,
} from '../document/print-images.ts';
import type { Mutant } from '../mutant.ts';
import type { Outcome } from '../problems.ts';

/** M5: what a job that ended abnormally has left in the spool is the next one's output. */
export const previousJob: Mutant = {
  id: 'M5',
  title: { ja: '宗像市：直前の処理の出力', en: 'Munakata: the output of the job before' },
  incident: 'Munakata, 2023-06-28: 1 住民票の写し (P20, P22, P24)',
  mechanism: {
    ja: '異常終了した処理の印刷データがスプールから消されず、直後の申請者に直前の申請者の証明書が出る。異常終了がなければ起きない。',
    en: 'The spool is not cleared after a job has ended abnormally (a time-out while it was drawn, a broken drawing): the output of the next one is the immediately preceding job’s.',
  },
  plantedIn: 'print stage',
  oracle: 'page-ownership',
  needs:
    'a job that ends while it is being drawn: `server.printImages.timeout` shorter than wait and drawing together',
  plant: () => ({ printImages: (ports) => new UnclearedSpool(ports) }),
};

class UnclearedSpool implements PrintImages {
  readonly #ports: PrintStagePorts;
  /** What the last job that ended abnormally has left behind. */
  #left: PrintJob | undefined;

  constructor(ports: PrintStagePorts) {
    this.#ports = ports;
  }

  make(job: PrintJob): Process<Outcome<CertificateDocument>> {
    return inTurn(this.#ports, this.#printed(job));
  }

  *#printed(job: PrintJob): Process<CertificateDocument> {
    const spooled = this.#left ?? job;
    this.#left = undefined;
    let ended = false;
    try {
      const document = yield* drawing(this.#ports, spooled);
      ended = true;
      return document;
    } finally {
      if (!ended) this.#left = job;
    }
  }
}
