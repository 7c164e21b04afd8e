import type { Process } from '../sim/process.ts';
import type { CertificateOptions, CertificateType, Choices } from './contract.ts';
import type { CertificateContent } from './document/document.ts';
import type { Sheet } from './document/document-pdf-sheet.ts';
import type { Municipality } from './municipalities/municipality.ts';
import type { Outcome } from './problems.ts';
import type { Register, Resident } from './register/register.ts';

/** Who asks for a certificate, of whom, and what may be looked up to make it. */
export interface Applicant {
  /** The resident whose card it is. */
  readonly owner: Resident;
  /** Where the owner lives: 住所地. */
  readonly residence: string;
  /** The municipality asked, which makes the certificate. */
  readonly municipality: Municipality;
  readonly register: Register;
  /** Civil time, ms since 1970-01-01T00:00Z. */
  readonly nowMs: number;
}

/** What is to be drawn, before it is numbered. */
export interface Compiled {
  readonly pages: number;
  /** Version of the register entry it certifies. */
  readonly registerVersion: number;
  /**
   * What the drawing needs, as plain data that survives the way to a thread. Asked for only if
   * there is a drawing: the digest model of a document does without.
   */
  readonly body: () => unknown;
}

/**
 * One type of certificate, all of it in one file: who may have it, what it says, how it looks.
 * `Body` is what its drawing is given.
 */
export interface Certificate<Body = unknown> {
  readonly type: CertificateType;
  /** As printed, e.g. 住民票の写し. */
  readonly title: string;
  /** Which office keeps what it certifies: that of the address or that of the family register. */
  readonly keptAt: 'residence' | 'domicile';
  /** Whether this citizen may have it, and the choices then open; otherwise why not. */
  offer(applicant: Applicant): Process<Outcome<Choices>>;
  /** Looks up what it says; refuses what `offer` could not know, such as the options asked for. */
  compile(applicant: Applicant, options: CertificateOptions): Process<Outcome<Compiled>>;
  /** Draws one page, counted from 1, all but its foot. */
  draw(sheet: Sheet, content: CertificateContent<Body>, page: number): void;
}
