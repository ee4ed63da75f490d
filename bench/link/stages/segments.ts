/** TCP payload of a full segment on Ethernet: an MTU of 1,500 bytes less 52 of head. */
export const segmentBytes = 1_448

/** IPv4 and TCP heads with the timestamps option, in bytes a segment. */
export const segmentHeadBytes = 52

/** How many segments carry these bytes. */
export function countSegments(bytes: number): number {
  return Math.ceil(bytes / segmentBytes)
}
