import { z } from 'zod';
import { RequestId } from '../contract.ts';
import { OfficeOperation, OfficeReceipt } from '../register/office.ts';
import type { Routes } from './route.ts';

export const OfficeRequest = z
  .strictObject({
    requestId: RequestId.describe('The same again is the same change, answered as before'),
    operation: OfficeOperation,
  })
  .describe('What an office enters');

/** What the office of a municipality does to its registers and cards. */
export const OFFICE_ROUTES = {
  officeOperation: {
    group: 'Office',
    method: 'POST',
    path: '/v1/office/operations',
    does: 'Enter a change of the registers or of the cards; issuing servers learn of it by the feed',
    caller: 'office',
    body: OfficeRequest,
    answers: {
      200: { means: 'This request had been answered before', json: OfficeReceipt },
      201: { means: 'It holds at the base system', json: OfficeReceipt },
    },
    refusals: [
      'resident-unknown',
      'change-impossible',
      'request-conflict',
      'card-not-registered',
      'household-moving-out',
      'option-not-offered',
      'person-unknown',
      'record-in-progress',
      'recording-timeout',
    ],
    example: {
      body: {
        requestId: 'office-20260330-0001',
        operation: { operation: 'reset-pin', municipality: '27203', resident: 12, pin: '1234' },
      },
      status: 201,
      answer: {
        municipality: '27203',
        resident: 12,
        committedAt: '2026-03-30T09:15:00.000+09:00',
        repeated: false,
      },
    },
  },
} as const satisfies Routes;
