import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CERTIFICATE_TYPES, DEFAULT_OPTIONS } from '../../../server/contract.ts';
import type { CertificateContent } from '../../../server/document/document.ts';
import { PdfRenderer } from '../../../server/document/document-pdf.ts';
import { syntheticRegister } from '../../../server/population/resident-synthetic.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { streams } from '../../../sim/rng.ts';
import { answerOf } from '../../sim/virtual.ts';
import {
  someApplicant,
  someFamily,
  someMember,
  someResident,
  someTaxRecord,
} from '../register/small-register.ts';
import { contentOf, draftOf, someRecord } from './certificate-content.ts';

const ALL_ITEMS = { ...DEFAULT_OPTIONS, domicile: true, individualNumber: true };

/** One certificate of every type, of the same three people. */
function everyCertificate(): readonly CertificateContent[] {
  const residents = [0, 1, 2].map((no) => someResident(no));
  const families = [someFamily(residents.map((one) => someMember(one)))];
  const applicant = someApplicant({ residents, families, taxRecords: [someTaxRecord(0)] });
  return CERTIFICATE_TYPES.map((type) => contentOf(type, applicant, ALL_ITEMS));
}

describe('a certificate as PDF', { timeout: 60_000 }, () => {
  const runner = new RealTime();
  let renderer: PdfRenderer;
  beforeAll(() => {
    renderer = new PdfRenderer({ threads: 2 });
  });
  afterAll(async () => {
    await renderer.close();
    runner.stop();
  });

  async function draw(content: CertificateContent): Promise<Buffer> {
    const document = await runner.run(renderer.render(draftOf(content)));
    return Buffer.from(document.kind === 'pdf' ? document.bytes : []);
  }

  it.each(everyCertificate().map((content) => [content.type, content] as const))(
    'of type %s is the same byte for byte when the same content is drawn again',
    async (_, content) => {
      const [first, ...others] = await Promise.all([1, 2, 3].map(() => draw(content)));
      expect(first?.subarray(0, 5).toString()).toBe('%PDF-');
      for (const other of others) expect(other.equals(first ?? Buffer.of())).toBe(true);
    },
  );

  it('differs when any of its content differs', async () => {
    const content = someRecord(2);
    const bytes = await draw(content);
    const others: CertificateContent[] = [
      { ...content, issuedAtMs: content.issuedAtMs + 86_400_000 },
      { ...content, requestId: 'another' },
      { ...content, body: someRecord(3).body },
    ];
    for (const other of others) expect((await draw(other)).equals(bytes)).toBe(false);
  });

  it('is dated by its content, not by the clock', async () => {
    const bytes = await draw(someRecord(1));
    const dates = bytes.toString('latin1').match(/\(D:\d+Z?/g);
    expect(dates).toEqual(['(D:20150601003000Z']);
  });

  it('has a front only: what the back shows is the centre’s to add', async () => {
    const document = await runner.run(renderer.render(draftOf(someRecord(1))));
    expect(document).toMatchObject({ kind: 'pdf', duplex: false });
  });

  it('names the character that its font cannot draw', async () => {
    const owner = someResident(0, { name: '渡邊 𬵪子' });
    const content = contentOf('resident-record', someApplicant({ residents: [owner] }));
    await expect(draw(content)).rejects.toThrow('𬵪 (U+2CD6A)');
    // The thread that refused draws on.
    await expect(draw(someRecord(1))).resolves.toBeDefined();
  });

  it.each(CERTIFICATE_TYPES)(
    'of type %s is drawn of a register whose entries are all getters',
    async (type) => {
      const place = { code: '27203', name: '大阪府豊中市', population: 150 };
      const register = syntheticRegister(streams(1), [place], { asOf: '2015-06-01' });
      const owner = answerOf(() => register.resident('27203', 0));
      const content = contentOf(type, someApplicant({}, { owner: owner!, register }), ALL_ITEMS);
      expect((await draw(content)).length).toBeGreaterThan(10_000);
    },
  );

  it('can draw a name however long', async () => {
    const content = someRecord(1);
    const name = 'じゅげむじゅげむごこうのすりきれかいじゃりすいぎょ';
    const body = { ...(content.body as object), headName: name };
    await expect(draw({ ...content, body })).resolves.toBeDefined();
  });
});
