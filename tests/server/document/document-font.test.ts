import { readFile } from 'node:fs/promises';
import { ja } from '@faker-js/faker';
import { create as openFont } from 'fontkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { CERTIFICATES } from '../../../server/certificates.ts';
import {
  CERTIFICATE_TYPES,
  type CertificateType,
  DEFAULT_OPTIONS,
} from '../../../server/contract.ts';
import type { CertificateContent } from '../../../server/document/document.ts';
import { pageMarks } from '../../../server/document/document-digest.ts';
import { drawFoot } from '../../../server/document/document-pdf-frame.ts';
import { Sheet } from '../../../server/document/document-pdf-sheet.ts';
import { syntheticRegister } from '../../../server/population/resident-synthetic.ts';
import { streams } from '../../../sim/rng.ts';
import { answerOf } from '../../sim/virtual.ts';
import { someApplicant, someMunicipality } from '../register/small-register.ts';
import { contentOf, offered, someRecord } from './certificate-content.ts';

const FOLDER = new URL('../../../server/fonts/', import.meta.url);
const FONT = new URL('NotoSerifJP-Regular-subset.ttf', FOLDER);

let drawable: ReadonlySet<number>;
beforeAll(async () => {
  drawable = new Set(openFont(await readFile(FONT)).characterSet);
});

describe('the font of certificates', () => {
  it('is what its script makes of the source font', { timeout: 60_000 }, async () => {
    const script = new URL('build-subset.mjs', FOLDER).href;
    const { buildSubset } = (await import(script)) as { buildSubset: () => Promise<Buffer> };
    expect((await buildSubset()).equals(await readFile(FONT))).toBe(true);
  });

  it('has every character in the names of the locale that residents are made from', () => {
    const names = [...textsOf(ja.person?.last_name), ...textsOf(ja.person?.first_name)];
    expect(names.length).toBeGreaterThan(500);
    expect(missing(names.join(''))).toEqual([]);
  });

  it('has every character of some hundreds of synthetic residents’ certificates', () => {
    const drawn = new Map<CertificateType, number>();
    for (const content of syntheticCertificates(200)) {
      const certificate = CERTIFICATES[content.type];
      for (let page = 1; page <= content.pages; page++) {
        certificate.draw(blindSheet(), content, page);
      }
      drawn.set(content.type, (drawn.get(content.type) ?? 0) + 1);
    }
    for (const type of CERTIFICATE_TYPES) expect(drawn.get(type)).toBeGreaterThan(150);
    drawFoot(blindSheet(), pageMarks(someRecord(1))[0]!);
  });
});

/** All that can be had by so many residents of each of two municipalities, with all items. */
function* syntheticCertificates(population: number): Generator<CertificateContent> {
  const places = [
    { code: '27203', name: '大阪府豊中市', population },
    { code: '12203', name: '千葉県市川市', population },
  ];
  const shares = { asOf: '2015-06-01', domicileElsewhereShare: 0.3 };
  const register = syntheticRegister(streams(7), places, shares);
  const options = { ...DEFAULT_OPTIONS, domicile: true, individualNumber: true };
  for (const { code, name } of places) {
    const municipality = someMunicipality({ code, name });
    for (let no = 0; no < population; no++) {
      const owner = answerOf(() => register.resident(code, no))!;
      const applicant = someApplicant({}, { owner, residence: code, municipality, register });
      const types = CERTIFICATE_TYPES.filter((type) => offered(type, applicant).ok);
      yield* types.map((type) => contentOf(type, applicant, options));
    }
  }
}

/** A sheet that checks that it could draw, and does not. */
function blindSheet(): Sheet {
  const pen: object = new Proxy({}, { get: (_, name) => (name === WIDTH ? () => 1 : () => pen) });
  return new Sheet(pen as PDFKit.PDFDocument, drawable);
}

const WIDTH = 'widthOfString';

function missing(text: string): readonly string[] {
  return [...new Set(text)].filter((character) => !drawable.has(character.codePointAt(0) ?? 0));
}

/** Every text within a definition of the locale. */
function textsOf(definition: unknown): readonly string[] {
  if (typeof definition === 'string') return [definition];
  if (typeof definition !== 'object' || definition === null) return [];
  return Object.values(definition).flatMap(textsOf);
}
