import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

/** `npm start` serves the built page from the Worker; `npm run dev` proxies to it and adds hot reload. */
const API = `http://localhost:${process.env.API_PORT ?? "8788"}`;

export default defineConfig({
	root: "web",
	plugins: [preact()],
	build: {
		outDir: "../dist/web",
		emptyOutDir: true,
		target: "es2023",
		modulePreload: { polyfill: false },
		rolldownOptions: {
			input: { index: "web/index.html", uploader: "web/edges/uploader.ts" },
			// The uploader for other pages has an address that stays, and exports what its source exports.
			preserveEntrySignatures: "exports-only",
			output: {
				entryFileNames: ({ name }) => (name === "uploader" ? "uploader.js" : "assets/[name]-[hash].js"),
			},
		},
	},
	server: { port: 5173, proxy: { "/api": { target: API, ws: true }, "/healthz": API } },
});
