import type { Random } from '../../server/sources/random.ts'

/** Characters of 1 to 4 bytes, so that a cut can fall within one (RFC 3629). */
const characters = ['x', 'é', '한', '🙂'] as const

/** Bytes of text, and below which number from 0 to 1 they are drawn; with the record around it, frame headers of 2, 4 and 10 bytes come of them. */
const sizes = [
  { below: 0.45, least: 1, most: 40 },
  { below: 0.9, least: 80, most: 600 },
  { below: 0.99, least: 2_000, most: 6_000 },
  { below: 1, least: 66_000, most: 80_000 },
] as const

/** Makes texts of mixed sizes and alphabets. */
export function mixedContents(random: Random): () => string {
  return () => {
    const place = random()
    const size = sizes.find(({ below }) => place < below) ?? sizes[0]
    const bytes = size.least + Math.floor(random() * (size.most - size.least + 1))
    const character = characters[Math.floor(random() * characters.length)]!
    return character.repeat(Math.ceil(bytes / Buffer.byteLength(character)))
  }
}
