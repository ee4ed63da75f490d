import { defineConfig } from 'vitest/config'

/** Tests that start processes or measure run one file after the other, once the rest is through. */
const alone = ['bench/test/*.test.ts', 'server/interop.test.ts']

/** `vite build client` puts the page, with nothing of it from elsewhere, into .build/page. */
export default defineConfig({
  base: './',
  build: {
    outDir: '../.build/page',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
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
