import { TraceError } from '../../sim/trace.ts';
import type { Scenario } from '../scenario.ts';
import { judgeRecording, type Recording } from './recording.ts';

/**
 * Judges a recording by today's metrics, thresholds and oracles, and takes none that is not whole:
 * throws TraceError where it is damaged, cut off, or of a newer version.
 */
export async function checkRecording(
  lines: AsyncIterable<string> | Iterable<string>,
  scenario: Scenario,
): Promise<Recording> {
  let number = 0;
  let last = '';
  async function* counted() {
    for await (const line of lines) {
      number += 1;
      if (line !== '') last = line;
      yield line;
    }
  }
  const recording = await judgeRecording(counted(), scenario);
  if (JSON.parse(last).kind !== 'run-ended') {
    throw new TraceError(
      number,
      'the recording breaks off here, without run-ended; `kofu report` tells what there is of it',
    );
  }
  return recording;
}
