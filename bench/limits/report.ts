import { escapedMarkdown } from '../report/escape.ts'
import type { PartRun } from './part.ts'
import { type LimitsReport, type PartName, partNames, partOf } from './parts.ts'

/** The report as `report.md`. */
export function limitsMarkdown({ parts }: LimitsReport): string {
  const told = partNames.flatMap(name => {
    const run = parts[name] as PartRun<unknown> | undefined
    return run ? partMarkdown(name, run) : []
  })
  return `${['# Limits: how much the server holds', ...told].join('\n\n')}\n`
}

function partMarkdown(name: PartName, run: PartRun<unknown>): readonly string[] {
  const { startedAt, command, environment, figures, shortfalls } = run
  const part = partOf(name)
  return [
    ...(figures === null ? [`## ${part.purpose}`] : part.markdown(figures)),
    `${startedAt}, Node ${environment.node}, ${escapedMarkdown(environment.cpu)}, ${environment.cores} cores for server and load together, commit ${environment.commit ?? 'unknown'}: \`${command}\`. ${outcome(run)}`,
    ...(shortfalls.length > 0
      ? [shortfalls.map(line => `- **falls short:** ${escapedMarkdown(line)}`).join('\n')]
      : []),
  ]
}

function outcome({ status, reason, scale, shortfalls }: PartRun<unknown>): string {
  if (status === 'failed') return `**It failed:** ${escapedMarkdown(reason ?? '')}.`
  if (status !== 'completed') return `**It is ${status}: what is finished stands above.**`
  if (scale < 1) return `Only ${scale} of the whole: this shows that it runs, and no limit.`
  return shortfalls.length === 0 ? 'Nothing falls short.' : `**${shortfalls.length} fall short.**`
}
