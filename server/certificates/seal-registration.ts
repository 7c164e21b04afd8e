import assert from 'node:assert/strict';
import { type Process, ready } from '../../sim/process.ts';
import type { Applicant, Certificate, Compiled } from '../certificate.ts';
import type { Choices } from '../contract.ts';
import type { CertificateContent } from '../document/document.ts';
import {
  drawAttestation,
  drawRows,
  drawTitle,
  LEFT,
  WIDTH,
} from '../document/document-pdf-frame.ts';
import { drawRegisteredSeal } from '../document/document-pdf-seal.ts';
import type { Sheet } from '../document/document-pdf-sheet.ts';
import { fitsForms } from '../document/form-limits.ts';
import { japaneseDate } from '../document/japanese-date.ts';
import { SEX_WORDS, spaced } from '../document/resident-words.ts';
import { granted, type Outcome, type ProblemCode, refused } from '../problems.ts';
import type { Resident } from '../register/register.ts';

/** What a 印鑑登録証明書 says. */
interface Registration extends Pick<Resident, 'name' | 'birthDate' | 'sex' | 'address'> {
  readonly sealNumber: string;
}

const SENTENCE = 'この写しは、登録されている印影と相違ないことを証明する。';
const TOP = 48;
const ROW = 14;
const IMPRINT_WIDTH = 62;
const IMPRINT_HEIGHT = 4 * ROW;

/** 印鑑登録証明書: which seal is registered for the owner of the card, and nobody else. */
export const sealRegistration: Certificate<Registration> = {
  type: 'seal-registration',
  title: '印鑑登録証明書',
  keptAt: 'residence',

  offer(applicant): Process<Outcome<Choices>> {
    const reason = withheldBecause(applicant);
    return ready(reason === undefined ? granted({}) : refused(reason));
  },

  compile(applicant): Process<Outcome<Compiled>> {
    const reason = withheldBecause(applicant);
    if (reason !== undefined) return ready(refused(reason));
    const { owner } = applicant;
    const body = () => registration(owner);
    return ready(granted({ pages: 1, registerVersion: owner.version, body }));
  },

  draw(sheet, content) {
    drawTitle(sheet, this.title);
    drawImprint(sheet, content.body.name);
    const bottom = drawHolder(sheet, content);
    drawAttestation(sheet, content, SENTENCE, bottom + 22);
  },
};

function withheldBecause({ owner, municipality }: Applicant): ProblemCode | undefined {
  if (owner.sealRevoked) return 'seal-revoked';
  if (owner.sealNumber === undefined) return 'seal-not-registered';
  return fitsForms(municipality.layout, owner.name, owner.address) ? undefined : 'text-too-long';
}

function registration(owner: Resident): Registration {
  const { name, birthDate, sex, address, sealNumber } = owner;
  assert(sealNumber !== undefined, 'a certificate of a seal that is not registered');
  return { name, birthDate, sex, address, sealNumber };
}

/** Draws whose seal it is beside the imprint and below it, and answers where that ends. */
function drawHolder(sheet: Sheet, content: CertificateContent<Registration>): number {
  const { name, birthDate, sex, address, sealNumber } = content.body;
  const beside = [
    { label: '登録番号', value: sealNumber },
    { label: '氏名', value: spaced(name), size: 16 },
    { label: '生年月日', value: japaneseDate(birthDate) },
    { label: '性別', value: SEX_WORDS[sex] },
  ];
  const rows = beside.map((field) => [field]);
  const y = drawRows(sheet, rows, { x: LEFT + IMPRINT_WIDTH, y: TOP, height: ROW });
  const home = { label: '住所', value: `${content.municipalityName}${address}` };
  const bottom = drawRows(sheet, [[home]], { y, height: ROW });
  sheet.frame({ x: LEFT, y: TOP, width: WIDTH, height: bottom - TOP }, 0.5);
  return bottom;
}

/** The box of the imprint, drawn in the size of the seal itself: 15 mm. */
function drawImprint(sheet: Sheet, name: string): void {
  const height = IMPRINT_HEIGHT;
  sheet.frame({ x: LEFT, y: TOP, width: IMPRINT_WIDTH, height }, 0.5);
  sheet.fill({ x: LEFT, y: TOP, width: IMPRINT_WIDTH, height: 9 }, '#eeeeee');
  sheet.frame({ x: LEFT, y: TOP, width: IMPRINT_WIDTH, height: 9 }, 0.15);
  sheet.text('印影', { x: LEFT + 18, y: TOP + 4.5, size: 10, width: 26, align: 'spread' });
  const size = 15;
  const seal = {
    x: LEFT + (IMPRINT_WIDTH - size) / 2,
    y: TOP + 9 + (height - 9 - size) / 2,
    width: size,
    height: size,
  };
  drawRegisteredSeal(sheet, name, seal);
}
