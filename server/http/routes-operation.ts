import { z } from 'zod';
import { DeviceStatus } from '../contract-bus.ts';
import type { Routes } from './route.ts';

export const Health = z
  .object({
    status: z.enum(['ok', 'closing', 'database-unreachable']),
    sessions: z
      .int()
      .min(0)
      .optional()
      .describe('At a centre: sessions not yet ended or forgotten'),
    kiosks: z.int().min(0).optional().describe('At a centre: kiosks on the device bus'),
  })
  .describe('How the server is');
export type Health = z.infer<typeof Health>;

const Kiosk = z
  .object({
    kioskId: z.string(),
    model: z.string(),
    software: z.string(),
    connection: z.string().describe('Which connection speaks for it'),
    device: DeviceStatus.shape.device,
    heardAtMs: z.number().describe('When it was heard of last, ms since the server began'),
  })
  .describe('A kiosk as the centre knows it from the device bus');

export const KioskList = z.object({ kiosks: z.array(Kiosk) });
export type KioskList = z.infer<typeof KioskList>;

/** Files of the browsable reference; nothing else can be asked for by name. */
export const REFERENCE_FILES = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'initializer.js',
  'favicon-32x32.png',
] as const;

/** What operators ask of any server. */
export const OPERATION_ROUTES = {
  health: {
    group: 'Operation',
    method: 'GET',
    path: '/healthz',
    does: 'Ask whether the server serves',
    caller: 'anybody',
    answers: {
      200: { means: 'It serves', json: Health },
      503: { means: 'It is closing, or its database does not answer', json: Health },
    },
    refusals: [],
    example: { status: 200, answer: { status: 'ok', sessions: 3, kiosks: 40 } },
  },
  metrics: {
    group: 'Operation',
    method: 'GET',
    path: '/metrics',
    does: 'Read its metrics',
    caller: 'anybody',
    answers: {
      200: {
        means: 'OpenMetrics 1.0 text',
        media: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
      },
    },
    refusals: [],
    example: { status: 200, answer: 'kofu_sessions_open 3' },
  },
  openApi: {
    group: 'Reference',
    method: 'GET',
    path: '/openapi.json',
    does: 'Read this interface as an OpenAPI 3.1 document',
    caller: 'anybody',
    answers: { 200: { means: 'The document', media: 'application/json; charset=utf-8' } },
    refusals: [],
    example: { status: 200 },
  },
  reference: {
    group: 'Reference',
    method: 'GET',
    path: '/docs',
    does: 'Browse this interface, and try it',
    caller: 'anybody',
    answers: { 200: { means: 'A page', media: 'text/html; charset=utf-8' } },
    refusals: [],
    example: { status: 200 },
  },
  referenceFile: {
    group: 'Reference',
    method: 'GET',
    path: '/docs/:file',
    does: 'Fetch what that page is made of',
    caller: 'anybody',
    params: z.object({ file: z.enum(REFERENCE_FILES) }),
    answers: { 200: { means: 'The file', media: '*/*' } },
    refusals: [],
    example: { params: { file: 'swagger-ui.css' }, status: 200 },
  },
} as const satisfies Routes;

/** What they ask of a centre. */
export const FLEET_ROUTES = {
  kiosks: {
    group: 'Operation',
    method: 'GET',
    path: '/v1/kiosks',
    does: 'List the kiosks that have registered on the device bus',
    caller: 'anybody',
    answers: { 200: { means: 'All since the server began', json: KioskList } },
    refusals: [],
    example: {
      status: 200,
      answer: {
        kiosks: [
          {
            kioskId: 'in-001',
            model: 'kofu-model',
            software: '1',
            connection: 'mHyJ4tXq0k2c8rXvAAAB',
            device: 'online',
            heardAtMs: 81_250.5,
          },
        ],
      },
    },
  },
} as const satisfies Routes;
