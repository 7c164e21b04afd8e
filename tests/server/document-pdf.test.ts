import { readFile } from 'node:fs/promises';
import { ja } from '@faker-js/faker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateContent } from '../../server/document.ts';
import { PdfRenderer } from '../../server/document-pdf.ts';
import type { Resident } from '../../server/register.ts';
import { RealTime } from '../../sim/real-time.ts';
import { someRecord, someResident, someSealRegistration } from './certificate-content.ts';

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
    const document = await runner.run(renderer.render(content));
    return Buffer.from(document.kind === 'pdf' ? document.bytes : []);
  }

  it('is the same byte for byte when the same content is drawn again', async () => {
    for (const content of [someRecord(5), someSealRegistration()]) {
      const [first, ...others] = await Promise.all([1, 2, 3, 4].map(() => draw(content)));
      expect(first?.subarray(0, 5).toString()).toBe('%PDF-');
      for (const other of others) expect(other.equals(first ?? Buffer.of())).toBe(true);
    }
  });

  it('differs when any of its content differs', async () => {
    const content = someRecord(2);
    const bytes = await draw(content);
    const others: CertificateContent[] = [
      { ...content, issuedAtMs: content.issuedAtMs + 86_400_000 },
      { ...content, requestId: 'another' },
      { ...content, people: [content.owner, someResident(3)] },
    ];
    for (const other of others) expect((await draw(other)).equals(bytes)).toBe(false);
  });

  it('is dated by its content, not by the clock', async () => {
    const bytes = await draw(someRecord(1));
    const dates = bytes.toString('latin1').match(/\(D:\d+Z?/g);
    expect(dates).toEqual(['(D:20150601003000Z']);
  });

  it('names the character that its font cannot draw', async () => {
    const owner = someResident(0, { name: '渡邊 𬵪子' });
    const content = { ...someRecord(1), owner, people: [owner] };
    await expect(draw(content)).rejects.toThrow('𬵪 (U+2CD6A)');
    // The thread that refused draws on.
    await expect(draw(someRecord(1))).resolves.toBeDefined();
  });

  it('is the same from a register whose residents are all getters', async () => {
    const content = someRecord(2);
    const [owner = content.owner, other = content.owner] = content.people.map(lazily);
    const lazy = { ...content, owner, people: [owner, other] };
    expect((await draw(lazy)).equals(await draw(content))).toBe(true);
  });

  it('can draw every name of the locale that residents are made from', async () => {
    const names = [...textsOf(ja.person?.last_name), ...textsOf(ja.person?.first_name)];
    expect(names.length).toBeGreaterThan(500);
    const people = names.map((name, no) => someResident(no, { name, birthDate: '1950-04-12' }));
    const bytes = await draw({ ...someRecord(1), people });
    expect(bytes.length).toBeGreaterThan(100_000);
  });

  it('can draw a name however long', async () => {
    const owner = someResident(0, { name: 'じゅげむじゅげむごこうのすりきれかいじゃりすいぎょ' });
    const content = { ...someSealRegistration(), owner, people: [owner] };
    await expect(draw(content)).resolves.toBeDefined();
  });
});

describe('the font of certificates', () => {
  it('is what its script makes of the source font', { timeout: 60_000 }, async () => {
    const folder = new URL('../../server/fonts/', import.meta.url);
    const script = new URL('build-subset.mjs', folder).href;
    const { buildSubset } = (await import(script)) as { buildSubset: () => Promise<Buffer> };
    const committed = await readFile(new URL('NotoSerifJP-Regular-subset.ttf', folder));
    expect((await buildSubset()).equals(committed)).toBe(true);
  });
});

/** Every text within a definition of the locale. */
function textsOf(definition: unknown): readonly string[] {
  if (typeof definition === 'string') return [definition];
  if (typeof definition !== 'object' || definition === null) return [];
  return Object.values(definition).flatMap(textsOf);
}

/** The same resident, whose properties are getters of its class. */
function lazily(resident: Resident): Resident {
  const lazy = Object.create({});
  for (const [name, value] of Object.entries(resident)) {
    Object.defineProperty(Object.getPrototypeOf(lazy), name, { get: () => value });
  }
  return lazy;
}
