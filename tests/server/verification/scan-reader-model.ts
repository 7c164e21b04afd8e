import type { ScanReader } from '../../../server/verification/verification.ts';
import { ready } from '../../../sim/process.ts';

/** What the model takes for the scan of a back: that it begins as a PNG does. */
export const SCANNED_BACK = Buffer.from('\x89PNG\r\n\x1a\n, a back', 'latin1');

/** The document that every back is of. */
export const SCANNED_NUMBER = '27203-0000001';

/** A reader of scans that looks at their first bytes only, and restores them as they are. */
export const MODEL_SCAN_READER: ScanReader = {
  read(upload) {
    const isPng = Buffer.from(upload.subarray(0, 8)).equals(SCANNED_BACK.subarray(0, 8));
    if (!isPng) return ready({ kind: 'unreadable', reason: 'format' });
    const sealed = {
      kind: 'read',
      documentId: SCANNED_NUMBER,
      page: 1,
      of: 1,
      frontDpi: 150,
      header: new Uint8Array(),
      payload: upload,
      correctedShare: 0,
    } as const;
    return ready({ kind: 'read', sealed, scan: upload });
  },
  restore: (sealed) => ready(sealed.payload),
};
