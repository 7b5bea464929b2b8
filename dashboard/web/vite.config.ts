import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Everything is served from the service's own origin: no web fonts, no foreign scripts.
export default defineConfig({
  plugins: [react(), tailwind()],
  build: { target: 'es2022', reportCompressedSize: true, assetsInlineLimit: 0 },
});
