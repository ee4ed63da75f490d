import { runCuts } from './cuts.ts'
import { cutsFaults, stalledFaults, stormFaults, verdictFaults } from './faults.ts'
import { cutsFigures, stalledFigures } from './figures.ts'
import { judge } from './judge.ts'
import { planCuts } from './plan.ts'
import type { RunContext } from './processes.ts'
import { runStalled } from './stalled.ts'
import { runStorm } from './storm.ts'
import type { FaultsReport } from './types.ts'

/** Runs every part that was asked for, and tells `save` of each report that is further; resolves to the last. */
export async function runFaults(
  begun: FaultsReport,
  context: RunContext,
  save: (report: FaultsReport) => Promise<void>,
): Promise<FaultsReport> {
  let report = begun
  for (const part of [addCuts, addStalled, addStorms]) {
    await save(report)
    report = await part(report, context, save)
  }
  return { ...report, status: 'completed' }
}

async function addCuts(report: FaultsReport, context: RunContext): Promise<FaultsReport> {
  const { asked, faults } = report
  const plan = planCuts(asked)
  const run = await runCuts(asked, plan, context)
  const verdicts = run.clients.map(({ plan: { name }, told }) => judge(name, told, run.logs))
  const cuts = cutsFigures(run, verdicts, asked.transports)
  const few = cutsFaults(cuts, { cuts: asked.cuts, restarts: plan.restarts.length })
  return { ...report, cuts, faults: [...faults, ...verdictFaults(verdicts), ...few] }
}

async function addStalled(report: FaultsReport, context: RunContext): Promise<FaultsReport> {
  const { transports, seed } = report.asked
  const clients = await runStalled(transports, seed, context)
  return {
    ...report,
    stalled: stalledFigures(clients, transports),
    faults: [...report.faults, ...stalledFaults(clients)],
  }
}

async function addStorms(
  begun: FaultsReport,
  context: RunContext,
  save: (report: FaultsReport) => Promise<void>,
): Promise<FaultsReport> {
  const { transports, seed, stormClients } = begun.asked
  if (stormClients === 0) return begun
  let report = begun
  for (const transport of transports) {
    for (const jitter of [true, false]) {
      const { storm, verdicts } = await runStorm({ transport, jitter, clients: stormClients, seed }, context)
      const faults = [...report.faults, ...verdictFaults(verdicts), ...stormFaults([storm])]
      report = { ...report, storms: [...(report.storms ?? []), storm], faults }
      await save(report)
    }
  }
  return report
}
