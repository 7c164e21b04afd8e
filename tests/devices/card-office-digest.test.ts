import { DigestCardOffice } from '../../devices/card-office-digest.ts';
import { describeCardOffice } from './card-office.contract.ts';

describeCardOffice(
  'digest model',
  async () => new DigestCardOffice({ validFromMs: Date.UTC(2025, 3, 1) }),
);
