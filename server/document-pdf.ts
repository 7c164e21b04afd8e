import { Piscina } from 'piscina';
import { type Process, perform } from '../sim/process.ts';
import { workerFile } from '../sim/worker-file.ts';
import type { CertificateDocument } from './contract.ts';
import type { CertificateContent, Renderer } from './document.ts';
import type { Resident } from './register.ts';

/** Draws certificates as true PDFs in `threads` worker threads. */
export class PdfRenderer implements Renderer {
  readonly #pool: Piscina<CertificateContent, Uint8Array>;

  constructor({ threads }: { readonly threads: number }) {
    this.#pool = new Piscina({
      ...workerFile(import.meta.url, './document-pdf-worker'),
      name: 'draw',
      minThreads: threads,
      maxThreads: threads,
    });
  }

  *render(content: CertificateContent): Process<CertificateDocument> {
    // Not stopped by the signal: the pool would end the whole thread for a drawing of a few ms.
    const bytes = yield* perform(() => this.#pool.run(plainContent(content)));
    return { kind: 'pdf', bytes };
  }

  /** Lets the drawings under way end and stops the threads. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** A copy that survives the way to a thread: the residents of some registers are all getters. */
function plainContent(content: CertificateContent): CertificateContent {
  const { owner, people, ...rest } = content;
  return { ...rest, owner: plainResident(owner), people: people.map(plainResident) };
}

function plainResident(resident: Resident): Resident {
  return {
    no: resident.no,
    householdNo: resident.householdNo,
    nonce: resident.nonce,
    name: resident.name,
    birthDate: resident.birthDate,
    sex: resident.sex,
    address: resident.address,
    residentSince: resident.residentSince,
    sealNumber: resident.sealNumber,
    version: resident.version,
  };
}
