import { DigestCardOffice } from '../../../devices/card/card-office-digest.ts';
import { DigestSignatureVerifier } from '../../../server/cards/signature-digest.ts';
import { unhashed } from '../../../server/contract-digest-signature.ts';
import { describeSignatures } from './signature.contract.ts';

const validFromMs = Date.UTC(2025, 3, 1);

describeSignatures('digest model', async () => {
  const office = new DigestCardOffice({ validFromMs });
  return {
    office,
    stranger: new DigestCardOffice({ validFromMs, authority: 2 }),
    validFromMs,
    verifier: new DigestSignatureVerifier(office.authority),
    digestInfo: unhashed,
  };
});
