/** Uppy as its documentation sets it up: core, Dashboard and tus, all with their defaults but for one request a file. */
import "@uppy/core/css/style.min.css";
import "@uppy/dashboard/css/style.min.css";
import Uppy from "@uppy/core";
import Dashboard from "@uppy/dashboard";
import Tus from "@uppy/tus";

window.uppy = new Uppy()
	.use(Dashboard, { inline: true, target: "#dashboard", height: 600 })
	.use(Tus, { endpoint: "/files", uploadDataDuringCreation: true });
