import { describe, expect, it } from 'vitest'
import { hindranceOf } from './hindrance.ts'

describe('what stands in the way of the lab', () => {
  it('is nothing while it can be asked, and else how the page stands with it', () => {
    expect(hindranceOf({ lab: 'open', server: 'up' })).toBeNull()
    expect(hindranceOf({ lab: 'open', server: 'down' })).toBeNull()
    expect(hindranceOf({ lab: 'lost', server: 'up' })).toBe('lost')
    expect(hindranceOf({ lab: 'connecting', server: 'up' })).toBe('connecting')
  })

  it('is the replay before all else', () => {
    expect(hindranceOf({ lab: 'lost', server: 'replay' })).toBe('replay')
    expect(hindranceOf({ lab: 'open', server: 'replay' })).toBe('replay')
  })
})
