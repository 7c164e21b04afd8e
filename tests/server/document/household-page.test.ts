import { afterEach, expect, it, vi } from 'vitest';
import { Sheet } from '../../../server/document/document-pdf-sheet.ts';
import { draw } from '../../../server/document/document-pdf-worker.ts';
import { someApplicant, someMunicipality, someResident } from '../register/small-register.ts';
import { contentOf } from './certificate-content.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it.each([1, 2, 3, 4, 5])(
  'keeps %i people on a page above the attestation',
  async (peoplePerPage) => {
    const { layout } = someMunicipality();
    const municipality = someMunicipality({ layout: { ...layout, peoplePerPage } });
    const residents = Array.from({ length: peoplePerPage }, (_, no) => someResident(no));
    for (const type of ['resident-record', 'resident-record-items'] as const) {
      for (const domicile of [true, false]) {
        const frame = vi.spyOn(Sheet.prototype, 'frame');
        const text = vi.spyOn(Sheet.prototype, 'text');
        const applicant = someApplicant({ residents }, { municipality });
        await draw(contentOf(type, applicant, { domicile }));
        const certified = text.mock.calls.find(([said]) => said.endsWith('証明する。'))?.[1].y ?? 0;
        const boxes = frame.mock.calls.map(([box]) => box).filter(({ width }) => width > 24);
        const bottoms = boxes.map(({ y, height }) => y + height);
        expect(Math.max(...bottoms)).toBeLessThan(certified - 4);
        vi.restoreAllMocks();
      }
    }
  },
);

it('fills each row from margin to margin, whatever is left out', async () => {
  const frame = vi.spyOn(Sheet.prototype, 'frame');
  const applicant = someApplicant({ residents: [someResident(0)] });
  await draw(contentOf('resident-record-items', applicant, { relationships: false }));
  const cells = frame.mock.calls.filter(([, lineMm]) => lineMm < 0.2).map(([box]) => box);
  const rows = new Map<number, number>();
  for (const { x, y, width } of cells) rows.set(y, Math.max(rows.get(y) ?? 0, x + width));
  expect(rows.size).toBeGreaterThan(3);
  for (const right of rows.values()) expect(right).toBeCloseTo(190);
});
