import preact from "@preact/preset-vite";
import { defineConfig, type Plugin } from "vite";
import { openApiDocument } from "./src/openapi/document.ts";

/** `npm start` serves the built page from the Worker; `npm run dev` proxies to it and adds hot reload. */
const API = `http://localhost:${process.env.API_PORT ?? "8788"}`;

const API_DESCRIPTION = "/api/openapi.json";

/** Lays the description of the API beside the page, so that serving it costs the Worker nothing. */
const describeApi: Plugin = {
	name: "describe-api",
	applyToEnvironment: ({ name }) => name === "client",
	configureServer({ middlewares }) {
		middlewares.use(API_DESCRIPTION, (_request, response) => {
			response.setHeader("content-type", "application/json").end(JSON.stringify(openApiDocument()));
		});
	},
	generateBundle() {
		this.emitFile({
			type: "asset",
			fileName: API_DESCRIPTION.slice(1),
			source: JSON.stringify(openApiDocument()),
		});
	},
};

export default defineConfig({
	root: "web",
	plugins: [preact(), describeApi],
	build: { outDir: "../dist/web", target: "es2023", modulePreload: { polyfill: false } },
	environments: {
		client: {
			build: {
				emptyOutDir: true,
				rolldownOptions: {
					// One script before the first paint, whatever shares its modules later: pieces of it compress worse.
					output: { codeSplitting: { groups: [{ name: "first", tags: ["$initial"] }] } },
				},
			},
		},
		// The uploader for other pages: one file under an address that stays, which shares nothing with the page's.
		uploader: {
			consumer: "client",
			build: {
				emptyOutDir: false,
				copyPublicDir: false,
				rolldownOptions: {
					input: "web/uploader.ts",
					preserveEntrySignatures: "exports-only",
					output: { entryFileNames: "uploader.js" },
				},
			},
		},
	},
	builder: {},
	server: { port: 5173, proxy: { "/api": { target: API, ws: true }, "/healthz": API } },
});
