import { initialState } from '../../state.ts'
import { type Recording, recordingFormat } from '../recording.ts'

/** Two seconds of polling: an empty answer, then one with the event that was appended at 700 ms. */
export function recordingFixture(): Recording {
  return {
    format: recordingFormat,
    recordedAt: '2026-11-21T10:00:00.000Z',
    durationMs: 2_000,
    epoch: 'e',
    tab: 3,
    ports: { page: 1, link: 2, handshake: 3 },
    settings: initialState.settings,
    poll: initialState.poll,
    holdMs: 25_000,
    events: [[5, 699, 700, 90]],
    receipts: [[0, 5, 1_151]],
    connections: [
      [1, 0, 0, 40_000],
      [1, 1_900, 'end', 40_000],
    ],
    messages: [
      [1, 1, 0, 1, 0, 1, 'GET /polling?tab=3', 10, 60, 60, [4, 0, 0, 0], [], null, 1, 'GET ', [0, 4]],
      [2, 1, 0, 0, 1, 1, '204 No Content', 61, 111, 111, [20, 0, 0, 0], [], 204, 1, null, []],
      [3, 1, 0, 1, 0, 1, 'GET /polling?tab=3', 1_000, 1_050, 1_050, [400, 0, 0, 0], [], null, 3, null, []],
      [4, 1, 0, 0, 1, 1, '200 OK', 1_051, 1_101, 1_150, [200, 0, 30, 90], [5], 200, 3, null, []],
    ],
  }
}
