import type { PageContext } from '../context.ts'
import { button } from '../element.ts'

/** What the learner can make happen once. */
export interface Actions {
  readonly publish: HTMLButtonElement
  readonly reset: HTMLButtonElement
  readonly restart: HTMLButtonElement
}

/** Creates the buttons for an event by hand, a reset of the connections and a restart of the server. */
export function createActions({ store, sessions, telemetry, text }: PageContext): Actions {
  let published = 0
  const publish = () => {
    published += 1
    const data = { by: 'hand', n: published }
    const sent = sessions.publish(data)
    // Where no connection leads up, the lab's own process publishes it.
    if (sent === null) telemetry.send({ type: 'publish', data })
    else sent.catch((error: Error) => store.set({ problem: error.message }))
  }
  return {
    publish: button(text('controls.publish'), publish, {
      class: 'strong',
      title: text('controls.publishHint'),
      id: 'publish',
    }),
    reset: button(text('controls.reset'), () => telemetry.send({ type: 'reset-connections' }), {
      title: text('controls.resetHint'),
      id: 'reset-connections',
    }),
    restart: button(text('controls.restart'), () => telemetry.send({ type: 'restart-server' }), {
      title: text('controls.restartHint'),
      id: 'restart-server',
    }),
  }
}
