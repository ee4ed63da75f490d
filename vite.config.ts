import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Tests that start processes or measure run one file after the other, once the rest is through. */
const alone = ['bench/test/*.test.ts', 'server/interop.test.ts']

/** `vite build client` puts the page, with nothing of it from elsewhere, into .build/page. */
export default defineConfig({
  base: './',
  resolve: {
    alias: { '@kurkle/color': fileURLToPath(new URL('client/page/lab/chart-colour.ts', import.meta.url)) },
  },
  build: {
    outDir: '../.build/page',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Static fields of chart.js's scales read properties, and would keep those that the page has no use for.
    rolldownOptions: {
      treeshake: { propertyReadSideEffects: false },
      // A slow machine is no fault of the build.
      checks: { pluginTimings: false },
    },
  },
  test: {
    testTimeout: 30_000,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{server,client,bench}/**/*.test.ts'],
          exclude: alone,
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'whole',
          include: alone,
          testTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
