// biome-ignore lint/style/noDefaultExport: vite reads its configuration from a default export.
export default { base: './', worker: { format: 'es' }, build: { minify: false, chunkSizeWarningLimit: 20_000 } };
