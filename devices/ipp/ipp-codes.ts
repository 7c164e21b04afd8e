/** Operation codes (RFC 8011 §5.4.15, PWG 5100.11, PWG 5100.13). */
export const OPERATION = {
  'Print-Job': 0x0002,
  'Validate-Job': 0x0004,
  'Create-Job': 0x0005,
  'Send-Document': 0x0006,
  'Cancel-Job': 0x0008,
  'Get-Job-Attributes': 0x0009,
  'Get-Jobs': 0x000a,
  'Get-Printer-Attributes': 0x000b,
  'Hold-Job': 0x000c,
  'Release-Job': 0x000d,
  'Pause-Printer': 0x0010,
  'Resume-Printer': 0x0011,
  'Cancel-My-Jobs': 0x0039,
  'Close-Job': 0x003b,
  'Identify-Printer': 0x003c,
} as const;

export type OperationName = keyof typeof OPERATION;

/** Status codes (RFC 8011 §B, PWG 5100.11). */
export const STATUS = {
  'successful-ok': 0x0000,
  'successful-ok-ignored-or-substituted-attributes': 0x0001,
  'client-error-bad-request': 0x0400,
  'client-error-forbidden': 0x0401,
  'client-error-not-authenticated': 0x0402,
  'client-error-not-authorized': 0x0403,
  'client-error-not-possible': 0x0404,
  'client-error-timeout': 0x0405,
  'client-error-not-found': 0x0406,
  'client-error-gone': 0x0407,
  'client-error-request-entity-too-large': 0x0408,
  'client-error-request-value-too-long': 0x0409,
  'client-error-document-format-not-supported': 0x040a,
  'client-error-attributes-or-values-not-supported': 0x040b,
  'client-error-charset-not-supported': 0x040d,
  'client-error-conflicting-attributes': 0x040e,
  'client-error-compression-not-supported': 0x040f,
  'client-error-compression-error': 0x0410,
  'client-error-document-format-error': 0x0411,
  'server-error-internal-error': 0x0500,
  'server-error-operation-not-supported': 0x0501,
  'server-error-version-not-supported': 0x0503,
  'server-error-not-accepting-jobs': 0x0506,
  'server-error-busy': 0x0507,
  'server-error-multiple-document-jobs-not-supported': 0x0509,
  'server-error-too-many-jobs': 0x050b,
} as const;

export type StatusName = keyof typeof STATUS;

/** What a response says happened; undefined for a code that is not listed. */
export function statusName(code: number): StatusName | undefined {
  return STATUS_NAMES.get(code);
}

/** Whether a request was granted (RFC 8011 §B.1.2). */
export function isSuccessful(code: number): boolean {
  return code >= 0x0000 && code <= 0x00ff;
}

const STATUS_NAMES = new Map(
  Object.entries(STATUS).map(([name, code]) => [code as number, name as StatusName]),
);

/** `job-state` (RFC 8011 §5.3.7). */
export const JOB_STATE = {
  pending: 3,
  'pending-held': 4,
  processing: 5,
  'processing-stopped': 6,
  canceled: 7,
  aborted: 8,
  completed: 9,
} as const;

export type JobStateName = keyof typeof JOB_STATE;

/** `printer-state` (RFC 8011 §5.4.11). */
export const PRINTER_STATE = { idle: 3, processing: 4, stopped: 5 } as const;

export type PrinterStateName = keyof typeof PRINTER_STATE;
