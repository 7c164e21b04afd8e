import assert from 'node:assert/strict';
import type { CertificateDocument } from '../../server/contract.ts';
import { type Process, ready } from '../../sim/process.ts';
import type { PageReader, PrintedPage } from './page-reader.ts';

/** The model of a page reader for virtual time: sees the marks that a digest consists of. */
export class DigestPageReader implements PageReader {
  read(document: CertificateDocument): Process<readonly PrintedPage[]> {
    assert(document.kind === 'digest', 'a true document needs a reader that draws it');
    return ready(document.marks.map((mark) => ({ reading: { kind: 'read', mark } })));
  }
}
