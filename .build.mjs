// Bundles the commands into .build/, so that a process of the bench starts in 0.2 s and not in 1.1 s.
import { build } from 'esbuild'

const shared = { outdir: '.build', bundle: true, logLevel: 'warning' }

await Promise.all([
  build({
    ...shared,
    entryPoints: {
      server: 'server/main.ts',
      bench: 'bench/main.ts',
      report: 'bench/render.ts',
      compare: 'bench/compare.ts',
      link: 'bench/link/main.ts',
      findings: 'bench/findings.ts',
      live: 'bench/live.ts',
      'live-feed': 'bench/live/feed-process.ts',
      frames: 'bench/live/frames.ts',
      record: 'bench/live/record.ts',
      pictures: 'bench/live/pictures.ts',
      'bench-server': 'bench/server-process.ts',
      'bench-load': 'bench/load-process.ts',
      'bench-link': 'bench/link/process.ts',
      'bench-link-end': 'bench/link/end-process.ts',
      faults: 'bench/faults/main.ts',
      'faults-server': 'bench/faults/server-process.ts',
      'faults-load': 'bench/faults/load-process.ts',
      limits: 'bench/limits/main.ts',
      'limits-server': 'bench/limits/server-process.ts',
      'limits-load': 'bench/limits/load-process.ts',
      'limits-stalled-server': 'bench/limits/stalled/server-process.ts',
      'limits-stalled-load': 'bench/limits/stalled/load-process.ts',
      'limits-soak-server': 'bench/limits/soak/server-process.ts',
      'limits-soak-load': 'bench/limits/soak/load-process.ts',
      fuzz: 'bench/fuzz/main.ts',
      'fuzz-server': 'bench/fuzz/server-process.ts',
      'yardstick-server': 'bench/yardsticks/server-process.ts',
      'yardstick-load': 'bench/yardsticks/load-process.ts',
    },
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    // Native code and what ws asks for only if it happens to be there stay outside.
    external: [
      '@napi-rs/canvas',
      '@fontsource/*',
      'bufferutil',
      'utf-8-validate',
      'esbuild',
      'playwright-core',
    ],
    // The CommonJS among the packages asks for Node's modules by require.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    sourcemap: true,
  }),
  build({
    ...shared,
    entryPoints: { 'report-page': 'bench/report/page.ts' },
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    minify: true,
  }),
])
