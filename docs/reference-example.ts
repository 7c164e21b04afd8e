/** The smallest scenario worth running; the pages explain themselves by it. */
export const EXAMPLE = `# yaml-language-server: $schema=../docs/scenario.schema.json
kofu: 1
name: an-hour
title: { ja: 試しの一時間, en: An hour to try }
start: 2015-06-01T10:00:00+09:00
duration: 1h

municipality:
  code: '27203'
  name: 豊中市
  issuerTitle: 豊中市長
  population: 402995
  feesYen: { resident-record: 200, seal-registration: 200 }
  hours: { opens: '06:30', closes: '23:00' }

stores: { inside: 20 }

citizens:
  ages:
    - { from: 15, to: 49, share: 2 }
    - { from: 50, to: 89, share: 1 }
  certificates: { resident-record: 1, seal-registration: 1 }

workloads:
  citizens: { executor: poisson-arrival-rate, rate: 0.02, duration: 1h }

thresholds:
  journey_duration: ['med<240000', 'p(95)<600000']
  wrong_documents: ['count==0']
`;
