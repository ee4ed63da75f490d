export { exportHar } from './export-har.ts'
export { exportPng } from './export-png.ts'
export { exportRun } from './export-run.ts'
