import { describe, expect, it } from 'vitest';
import { CERTIFICATES } from '../../server/certificates.ts';
import { CERTIFICATE_TYPES, CertificateType } from '../../server/contract.ts';

describe.each(CERTIFICATE_TYPES)('%s', (type) => {
  it('stands in the table under its own type, and is called what the wire calls it', () => {
    const certificate = CERTIFICATES[type];
    expect(certificate.type).toBe(type);
    expect(CertificateType.description).toContain(`${type}: ${certificate.title}`);
  });

  it('is kept where the family register is only if it is of one', () => {
    const isOfFamily = CERTIFICATES[type].title.startsWith('戸籍');
    expect(CERTIFICATES[type].keptAt).toBe(isOfFamily ? 'domicile' : 'residence');
  });
});
