/** Uppy set up as in its documentation: core, Dashboard and tus with their defaults, except for one request per file. */
import "@uppy/core/css/style.min.css";
import "@uppy/dashboard/css/style.min.css";
import Uppy from "@uppy/core";
import Dashboard from "@uppy/dashboard";
import Tus from "@uppy/tus";

window.uppy = new Uppy()
	.use(Dashboard, { inline: true, target: "#dashboard", height: 600 })
	.use(Tus, { endpoint: "/files", uploadDataDuringCreation: true });
